/** Commands over OneNET's API: services and properties of the thing model, answered once the device has. */
import { createHmac } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand, Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { CarrierAnswer, CarrierRequest, CommandWay, GivenCommand } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import type { Connector } from "../kit/connector.ts";
import { answerOf, given, idOf, isObject } from "../kit/json.ts";
import { keyOfProduct } from "../kit/product-keys.ts";
import { type Meaning, meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";

const usualApi = "https://iot-api.heclouds.com";
/** A token serves one request; clocks may differ by so much. */
const tokenS = 600;

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request,
  answered,
};

function request(
  command: GivenCommand,
  { product, settings: known }: ForeignDevice,
  model: Model,
  { settings, secrets }: Connector<typeof Settings, typeof Secrets>,
  now: number,
): CarrierRequest {
  const key = keyOfProduct(secrets.accessKeys, product, "access key");
  const name = idOf(known.deviceName);
  if (name === null)
    throw new Fault("COMMAND_INVALID", "it has no name at OneNET: only devices of a thing model take commands");
  const { path, body } = callOf(wordsOf(model, command));
  const et = Math.floor(now / 1000) + tokenS;
  const authorization = tokenOf({ key, res: `products/${product}`, et, method: "sha1", version: "2018-10-31" });
  return {
    ...{ kind: "http", method: "POST", url: `${settings.api ?? usualApi}/thingmodel/${path}` },
    ...given("ca", settings.ca),
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ product_id: product, device_name: name, ...body }),
  };
}

export type Token = { key: string; res: string; et: number; method: "sha1"; version: string };

/** [OneNET, API 鉴权] */
export function tokenOf({ key, res, et, method, version }: Token): string {
  const text = [et, method, res, version].join("\n");
  const sign = createHmac(method, Buffer.from(key, "base64")).update(text).digest("base64");
  return `version=${version}&res=${encodeURIComponent(res)}&et=${et}&method=${method}&sign=${encodeURIComponent(sign)}`;
}

/** [OneNET, 设备服务调用, 设备属性设置] */
function callOf(words: DeviceCommand): { path: string; body: Record<string, unknown> } {
  if ("service" in words) return { path: "call-service", body: { identifier: words.service, params: words.params } };
  if ("properties" in words) return { path: "set-device-property", body: { params: words.properties } };
  throw new Fault("COMMAND_INVALID", "OneNET hands on no bytes: name a service or properties in the model's commands");
}

/** `code` 0: the platform did its part; the device's own answer is in `data`. */
function answered({ status, body }: { status: number; body: Uint8Array }): CarrierAnswer {
  const { code, msg, data, request_id } = answerOf(body);
  const said = isObject(data) ? data : {};
  const task = idOf(request_id);
  const isDone = status < 300 && String(code) === "0" && ["undefined", "null", "200", "0"].includes(String(said.code));
  const words = `HTTP ${status} ${said.code ?? code ?? ""} ${said.msg ?? msg ?? ""}`.trim();
  const { step, end } = isDone ? meanings.done : lateOr(words);
  return { step, ...(task === null ? {} : { task }), result: end(isDone ? (said.params ?? said.data) : words) };
}

function lateOr(words: string): Meaning & { end: NonNullable<Meaning["end"]> } {
  return /time-?out|timed out|超时/i.test(words) ? meanings.timeout : meanings.failed;
}
