/** What OneNET signed is one message, whatever somebody writes around it: only what is signed says who and when. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { signatureOf } from "./signed.ts";

const token = "a-token-of-onenet";
const now = 1_790_000_000_000;
const smoke = (value: boolean, time?: number) => ({
  ...{ deviceId: "d1", deviceName: "n1", productId: "p", notifyType: "property" },
  data: { params: { smoke_state: time === undefined ? { value: value ? 1 : 0 } : { value: value ? 1 : 0, time } } },
});

function signed(msg: unknown, nonce: string, outer: Record<string, unknown> = {}) {
  const text = typeof msg === "string" ? msg : JSON.stringify(msg);
  return { ...outer, msg: text, nonce, signature: signatureOf(token, nonce, text) };
}

const setUp = () =>
  platformRig({ platform: "onenet", secrets: { token }, products: [{ product: "p", model: "nb-smoke" }] });

async function say(rig: PlatformRig, body: unknown) {
  rig.clock.now += 60_000;
  expect(await rig.push({ body })).toMatchObject({ status: 200 });
}

const alertsOf = async (rig: PlatformRig) =>
  (await rig.store.read(({ alerts }) => alerts.list("all", 10))).map(({ state, count }) => [state, count]);

test.each<[string, (sent: Record<string, unknown>) => unknown]>([
  ["as it was", (sent) => sent],
  ["under another id and moment", (sent) => ({ ...sent, id: "another", time: now + 600_000 })],
  ["as an object", ({ msg, ...sent }) => ({ ...sent, id: "another", msg: JSON.parse(msg as string) })],
  [
    "with a blank for the plus",
    (sent) => ({ ...sent, id: "b", signature: String(sent.signature).replaceAll("+", " ") }),
  ],
  ["with blanks between", (sent) => JSON.stringify({ ...sent, id: "another" }, null, 3)],
  ["by the older platform's names", ({ signature, ...sent }) => ({ ...sent, id: "c", msg_signature: signature })],
])("a fire that is over is not raised anew by its own message sent again %s", async (_, again) => {
  for (const time of [undefined, now]) {
    const rig = await setUp();
    const fire = signed(smoke(true, time), "nonce-1", { id: "A1", time: now });
    await say(rig, fire);
    await say(
      rig,
      signed(smoke(false, time === undefined ? undefined : now + 60_000), "nonce-2", { id: "A2", time: now + 60_000 }),
    );
    const before = await alertsOf(rig);
    expect(before.length).toBe(1);
    await say(rig, again(fire));
    expect(await alertsOf(rig)).toEqual(before);
    expect((await rig.pushes()).filter(({ state }) => state === "taken")).toHaveLength(2);
  }
});

test("another message under an id that was heard before is another message", async () => {
  const rig = await setUp();
  await say(rig, signed(smoke(false, now), "n1", { id: "A1", time: now }));
  await say(rig, signed(smoke(true, now + 1000), "n2", { id: "A1", time: now }));
  expect(await alertsOf(rig)).toHaveLength(1);
  expect(await rig.pushes()).toHaveLength(2);
});

test("what OneNET signs anew for a second try is the same, if it says when it was", async () => {
  const rig = await setUp();
  for (const nonce of ["n1", "n2"]) await say(rig, signed(smoke(true, now), nonce, { id: "A1", time: now }));
  expect(await rig.pushes()).toHaveLength(1);
});

test("the moment is the signed one, or when it came, and never the one around it", async () => {
  const rig = await setUp();
  await say(rig, signed(smoke(true), "n1", { id: "A1", time: now - 600_000 }));
  const [push] = await rig.pushes();
  expect(push?.yielded).toContain(`d1/smoke/${rig.clock.now}=true`);
});

test("a device whose clock was never set is heard each time it says something", async () => {
  const rig = await setUp();
  for (const nonce of ["n1", "n2"]) await say(rig, signed(smoke(true, 1000), nonce, { id: nonce }));
  expect(await rig.pushes()).toHaveLength(2);
});
