/** A signed push that somebody saw and sends again: known within 15 minutes of its moment, refused outside of them. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { signatureOf } from "./signature.ts";

const minuteMs = 60_000;
const path = "/a-long-token";

function signed(at: number, unit: "ms" | "s" = "ms"): Record<string, string> {
  const timestamp = String(unit === "ms" ? at : Math.floor(at / 1000));
  return { timestamp, nonce: "k3Jd8", signature: signatureOf("lilong", timestamp, "k3Jd8") };
}

function report(battery: number) {
  const header = { device_id: "d1", product_id: "p1", node_id: "demo-001" };
  const services = [{ service_id: "Smoke", properties: { alarm: 0, battery }, event_time: "20260912T173041Z" }];
  return { resource: "device.property", event: "report", notify_data: { header, body: { services } } };
}

async function setUp() {
  const rig = await platformRig({
    ...{ platform: "huawei-iotda", secrets: { token: "a-long-token", signing: "lilong" } },
    products: [{ product: "p1", model: "nb-smoke" }],
  });
  const signedAt = rig.clock.now;
  const push = async (minutes: number, more: { headers?: Record<string, string>; body?: unknown } = {}) => {
    rig.clock.now = signedAt + minutes * minuteMs;
    const { headers = signed(signedAt), body = report(87) } = more;
    return (await rig.push({ path, headers, body })).status;
  };
  const delivered = async () => {
    const series = await rig.store.read((tables) => tables.series.list(rig.connector));
    return series.find(({ point }) => point === "battery")?.delivered ?? 0;
  };
  return { rig, signedAt, push, delivered };
}

test.each(["ms", "s"] as const)(
  "within 15 minutes the same push in %s is the same message and counts once",
  async (unit) => {
    const { rig, signedAt, push, delivered } = await setUp();
    const headers = signed(signedAt, unit);
    for (const minutes of [0, 1, 14.9]) expect(await push(minutes, { headers })).toBe(200);
    expect([(await rig.pushes()).length, await delivered()]).toEqual([1, 1]);
  },
);

test("more than 15 minutes after its moment, or before it, nothing is stored, whatever it says, and operators see it", async () => {
  const { rig, signedAt, push, delivered } = await setUp();
  expect(await push(0)).toBe(200);
  expect([await push(15.1), await push(15.1, { body: report(12) }), await push(24 * 60)]).toEqual([401, 401, 401]);
  expect(await push(0, { headers: signed(signedAt + 15.1 * minuteMs) })).toBe(401);
  expect([(await rig.pushes()).length, await delivered()]).toEqual([1, 1]);
  await rig.ingest.settled();
  const faults = await rig.store.read((tables) => tables.faults.list(5));
  expect(faults[0]).toMatchObject({ code: "PUSH_REFUSED", detail: expect.stringMatching(/15 minutes off/) });
});

test("a moment that was moved into the 15 minutes is no longer what was signed", async () => {
  const { rig, signedAt, push } = await setUp();
  const moved = { ...signed(signedAt), timestamp: String(signedAt + 20 * minuteMs) };
  expect(await push(20, { headers: moved })).toBe(401);
  for (const timestamp of ["", "NaN", "1e400", "-1", `${signedAt} `])
    expect(await push(0, { headers: { ...signed(signedAt), timestamp } })).toBe(401);
  expect(await rig.pushes()).toEqual([]);
});

test("the body is not signed: within the 15 minutes who knows the address may use what he saw for another one, as the README says", async () => {
  const { rig, push } = await setUp();
  expect([await push(0), await push(1, { body: report(12) })]).toEqual([200, 200]);
  expect(await rig.pushes()).toHaveLength(2);
});
