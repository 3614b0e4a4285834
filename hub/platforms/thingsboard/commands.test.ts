/** Commands to devices behind ThingsBoard, over the API and a server that answers as ThingsBoard does. */
import { expect, it } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { type Answering, pretendPlatform } from "../../../test/kit/pretend-platform.ts";
import { operatorCookie } from "../../../test/kit/quiet-hub.ts";

const device = "784f394c-42b6-435a-983c-b7beff2784f9";
const token = "a-token-of-sixteen";
const byName = { settings: { username: "hub@street" }, secrets: { token, password: "the-password" } };
const byKey = { settings: {}, secrets: { token, apiKey: "tb_the-key" } };

async function commanded(answer: Answering, { settings, secrets }: { settings: object; secrets: object } = byName) {
  const api = await pretendPlatform(answer);
  const rig = await platformRig({
    ...{
      platform: "thingsboard",
      settings: { server: api.url, ...settings },
      secrets: secrets as Record<string, string>,
    },
    products: [{ product: "smoke", model: "nb-smoke" }],
  });
  const message = {
    type: "POST_TELEMETRY_REQUEST",
    deviceType: "smoke",
    ts: rig.clock.now,
    values: { smoke_state: 0 },
  };
  const push = (body: object) => rig.push({ headers: { "x-lilong-token": token }, body: { ...message, ...body } });
  await push({ deviceId: device, deviceName: "smoke-01" });
  await push({ deviceName: "smoke-02" });
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  const see = async (id: string) => (await rig.app.inject({ url: `${url}/${id}`, headers: { cookie } })).json();
  return {
    ...{ ...rig, api, see },
    async give(args: object) {
      const given = await rig.app.inject({ method: "POST", url, headers: { cookie }, payload: args });
      await rig.platforms.settled();
      return given.statusCode === 200 ? see(given.json().id) : given.json();
    },
  };
}

const silence = { verb: "silence", args: { minutes: 10, device } };
const board =
  (rpc: { status?: number; body: unknown }): Answering =>
  ({ path }) =>
    path === "/api/auth/login" ? { body: { token: "jwt" } } : rpc;

it("signs in and calls the device, and is done when the device answers", async () => {
  const rig = await commanded(board({ body: { mute: 1 } }));
  const done = await rig.give(silence);
  expect(done).toMatchObject({ state: "done", result: { mute: 1 } });
  expect(done.steps.map(({ step }: { step: string }) => step)).toEqual(["given", "done"]);
  const [login, call] = rig.api.asked;
  expect(JSON.parse(login?.body ?? "")).toEqual({ username: "hub@street", password: "the-password" });
  expect(call).toMatchObject({ method: "POST", path: `/api/rpc/twoway/${device}` });
  expect(call?.headers["x-authorization"]).toBe("Bearer jwt");
  expect(JSON.parse(call?.body ?? "")).toEqual({ method: "mute", params: { minutes: 10 }, timeout: 8000 });
});

it("needs no sign-in with an API key", async () => {
  const rig = await commanded(board({ body: "" }), byKey);
  expect(await rig.give({ verb: "sample", args: { device } })).toMatchObject({ state: "done" });
  expect(rig.api.asked).toHaveLength(1);
  expect(rig.api.asked[0]?.headers["x-authorization"]).toBe("ApiKey tb_the-key");
});

it.each([
  [409, {}, "COMMAND_UNCARRIED: the device is not connected there"],
  [403, { message: "You don't have permission" }, "COMMAND_UNCARRIED: HTTP 403 You don't have permission"],
])("fails where ThingsBoard says %i", async (status, body, error) => {
  const rig = await commanded(board({ status, body }));
  expect(await rig.give(silence)).toMatchObject({ state: "failed", error });
});

it("fails where name and password are refused, and is not sent", async () => {
  const rig = await commanded(() => ({ status: 401, body: { message: "Invalid username or password" } }));
  const failed = await rig.give(silence);
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed.error).toContain("ThingsBoard refused name and password (HTTP 401)");
  expect(rig.api.asked).toHaveLength(1);
});

it("is tried again while the device does not answer, until its time is over", async () => {
  const rig = await commanded(board({ status: 504, body: "" }));
  const waiting = await rig.give({ ...silence, withinMs: 5000 });
  expect(waiting).toMatchObject({ state: "waiting" });
  rig.clock.now += 5001;
  rig.platforms.tellDevices();
  await rig.platforms.settled();
  const late = await rig.see(waiting.id);
  expect(late.error).toMatch(/^COMMAND_EXPIRED/);
});

it("is refused where only the device's name is known", async () => {
  const rig = await commanded(board({ body: "" }));
  const { detail } = await rig.give({ verb: "sample", args: { device: "smoke-02" } });
  expect(detail).toBe("its id at ThingsBoard is not known: let the rule chain push the deviceId");
  expect(rig.api.asked).toHaveLength(0);
});
