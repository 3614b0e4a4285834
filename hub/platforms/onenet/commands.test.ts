/** Commands to devices behind OneNET, over the API and a server that answers as OneNET does. */
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { type Answering, pretendPlatform } from "../../../test/kit/pretend-platform.ts";
import { operatorCookie } from "../../../test/kit/quiet-hub.ts";
import { signatureOf } from "./signed.ts";

const accessKey = "KuF3NT/jUBJ62LNBB/A8XZA9CqS3Cu79B/ABmfA1UCw=";
const smoke = { deviceId: "2454895254", deviceName: "smoke-01", productId: "P1", notifyType: "property" };

async function commanded(answer: Answering) {
  const api = await pretendPlatform(answer);
  const secrets = { token: "the-token", accessKeys: `P1 ${accessKey}` };
  const products = [{ product: "P1", model: "nb-smoke" }];
  const rig = await platformRig({ platform: "onenet", settings: { api: api.url }, secrets, products });
  const msg = JSON.stringify({ ...smoke, data: { params: { smoke: { value: 0, time: rig.clock.now } } } });
  const signature = signatureOf("the-token", "nonce", msg);
  await rig.push({ body: { msg, nonce: "nonce", signature, time: rig.clock.now, id: "m-1" } });
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  return {
    ...{ ...rig, api },
    async give(args: object) {
      const given = await rig.app.inject({ method: "POST", url, headers: { cookie }, payload: args });
      await rig.platforms.settled();
      if (given.statusCode !== 200) return given.json();
      return (await rig.app.inject({ url: `${url}/${given.json().id}`, headers: { cookie } })).json();
    },
  };
}

const silence = { verb: "silence", args: { minutes: 10, device: "2454895254" } };

it("is a service call with a token of its product, done when the device answers", async () => {
  const params = { mute: 1 };
  const rig = await commanded(() => ({
    body: { code: 0, msg: "succ", request_id: "r-1", data: { code: 200, params } },
  }));
  const done = await rig.give(silence);
  expect(done).toMatchObject({ state: "done", result: params });
  expect(done.steps.map(({ step }: { step: string }) => step)).toEqual(["given", "done"]);
  const [asked] = rig.api.asked;
  expect(asked).toMatchObject({ method: "POST", path: "/thingmodel/call-service" });
  expect(JSON.parse(asked?.body ?? "")).toEqual({
    ...{ product_id: "P1", device_name: "smoke-01", identifier: "mute", params: { minutes: 10 } },
  });
  const token = new URLSearchParams(asked?.headers.authorization);
  const text = `${token.get("et")}\nsha1\nproducts/P1\n2018-10-31`;
  const sign = createHmac("sha1", Buffer.from(accessKey, "base64")).update(text).digest("base64");
  expect(Object.fromEntries(token)).toMatchObject({ res: "products/P1", method: "sha1", sign });
  expect(Number(token.get("et"))).toBeGreaterThan(rig.clock.now / 1000);
});

it("fails with the platform's words where the device is away", async () => {
  const rig = await commanded(() => ({ body: { code: 10421, msg: "device not online" } }));
  const failed = await rig.give({ verb: "sample", args: { device: "2454895254" } });
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed.error).toContain("10421 device not online");
});

it("is refused for a device of the older platform, which has no name there", async () => {
  const rig = await commanded(() => ({ body: {} }));
  const msg = { type: 2, status: 1, dev_id: 7, at: rig.clock.now };
  const body = { msg, nonce: "nonce", msg_signature: signatureOf("the-token", "nonce", JSON.stringify(msg)) };
  await rig.push({ body });
  await rig.act(async ({ foreignDevices }) => {
    const found = await foreignDevices.find(rig.connector, "7");
    if (found !== null) await foreignDevices.put({ ...found, product: "P1", model: "nb-smoke" });
  });
  const refused = await rig.give({ verb: "silence", args: { minutes: 1, device: "7" } });
  expect(refused.detail).toBe("it has no name at OneNET: only devices of a thing model take commands");
  expect(rig.api.asked).toHaveLength(0);
});
