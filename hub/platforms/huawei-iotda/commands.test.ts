/** Commands to devices behind IoTDA, over the API and a server that answers as IoTDA does. */
import { expect, it } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { type Answering, pretendPlatform } from "../../../test/kit/pretend-platform.ts";
import { operatorCookie } from "../../../test/kit/quiet-hub.ts";
import { signRequest } from "./signed-request.ts";

const header = { device_id: "p1_demo-001", product_id: "p1", node_id: "demo-001" };
const notice = (resource: string, body: object) => ({ resource, event: "update", notify_data: { header, body } });

async function commanded(answer: Answering, service?: string) {
  const api = await pretendPlatform(answer);
  const settings = {
    api: {
      ...{ url: api.url, project: "a-project", region: "cn-north-4", accessKeyId: "an-ak" },
      ...(service === undefined ? {} : { service }),
    },
  };
  const secrets = { token: "a-long-token", secretAccessKey: "an-sk" };
  const products = [{ product: "p1", model: "nb-smoke" }];
  const rig = await platformRig({ platform: "huawei-iotda", settings, secrets, products });
  await rig.push({ path: "/a-long-token", body: notice("device.status", { status: "ONLINE" }) });
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  const read = async (id: string) => (await rig.app.inject({ url: `${url}/${id}`, headers: { cookie } })).json();
  return {
    ...{ ...rig, api, read },
    async give(args: object) {
      const given = await rig.app.inject({ method: "POST", url, headers: { cookie }, payload: args });
      await rig.platforms.settled();
      return given.statusCode === 200 ? read(given.json().id) : given.json();
    },
  };
}

const silence = { verb: "silence", args: { minutes: 10, device: "p1_demo-001" } };
const taken = () => ({ body: { device_id: "p1_demo-001", command_id: "b122", status: "PENDING" } });

it("is a signed command that waits there, and is done when the platform says so", async () => {
  const rig = await commanded(taken, "Smoke");
  const given = await rig.give(silence);
  const [asked] = rig.api.asked;
  expect(asked).toMatchObject({ method: "POST", path: "/v5/iot/a-project/devices/p1_demo-001/async-commands" });
  const body = JSON.parse(asked?.body ?? "");
  expect(body).toMatchObject({ service_id: "Smoke", command_name: "mute", paras: { minutes: 10 } });
  expect(body.expire_time).toBeGreaterThan(0);
  const unsigned = { method: "POST", url: `${rig.api.url}${asked?.path}`, body: asked?.body ?? "" };
  const keys = { accessKeyId: "an-ak", secretAccessKey: "an-sk", region: "cn-north-4" };
  expect(asked?.headers).toMatchObject(signRequest(unsigned, keys, rig.clock.now));
  await rig.push({
    path: "/a-long-token",
    body: notice("device.command.status", { command_id: "b122", status: "SUCCESSFUL", result: { code: 0 } }),
  });
  const done = await rig.read(given.id);
  expect(done).toMatchObject({ state: "done", result: { code: 0 } });
  expect(done.steps.map(({ step }: { step: string }) => step)).toEqual(["given", "saved", "done"]);
});

it("fails with the platform's words where it does not take it", async () => {
  const refusal = { status: 400, body: { error_code: "IOTDA.014016", error_msg: "The device is not online." } };
  const failed = await (await commanded(() => refusal, "Smoke")).give(silence);
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed.error).toContain("IOTDA.014016 The device is not online.");
});

it("asks for the service where nothing names it, and sends nothing", async () => {
  const rig = await commanded(taken);
  expect((await rig.give(silence)).detail).toBe('"mute" names no service: set api.service, or write `Service.command`');
  expect(rig.api.asked).toHaveLength(0);
});
