/** Commands over CTWing's API: signed with the application's secret, saved there until the device wakes. */
import { createHmac } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand, Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { CarrierAnswer, CarrierRequest, CommandWay, GivenCommand } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import type { Connector } from "../kit/connector.ts";
import { answerOf, given, isObject } from "../kit/json.ts";
import { keyOfProduct, needSecret } from "../kit/product-keys.ts";
import { meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";
import { stepOf } from "./steps.ts";

const usualApi = "https://ag-api.ctwing.cn";
const path = "/aep_device_command/command";
/** [AEP 指令下发, CreateCommand] */
const version = "20190712225145";
const longestS = 864_000;

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request,
  answered,
};

function request(
  command: GivenCommand,
  { foreign, product }: ForeignDevice,
  model: Model,
  { settings, secrets }: Connector<typeof Settings, typeof Secrets>,
  now: number,
): CarrierRequest {
  const application = needSecret(secrets.appKey, "appKey");
  const secret = needSecret(secrets.appSecret, "appSecret");
  const MasterKey = keyOfProduct(secrets.masterKeys, product, "MasterKey");
  const ttl = Math.min(longestS, Math.max(0, Math.ceil((command.deadline - now) / 1000)));
  const content = contentOf(wordsOf(model, command));
  const body = JSON.stringify({
    content,
    deviceId: foreign,
    operator: "lilong",
    productId: Number(product),
    ttl,
    level: 1,
  });
  const timestamp = String(now);
  const signature = signatureOf({ application, timestamp, params: { MasterKey }, body }, secret);
  return {
    ...{ kind: "http", method: "POST", url: `${settings.api ?? usualApi}${path}` },
    ...given("ca", settings.ca),
    headers: {
      ...{ "content-type": "application/json; charset=UTF-8", application, timestamp, version, MasterKey, signature },
    },
    body,
  };
}

export type Signing = { application: string; timestamp: string; params: Record<string, string>; body: string };

/** [AEP, 签名认证] Lines of what is sent, the parameters in the order of their names, HMAC-SHA1 in base64. */
export function signatureOf({ application, timestamp, params, body }: Signing, secret: string): string {
  const names = Object.keys(params).sort();
  const lines = [
    `application:${application}`,
    `timestamp:${timestamp}`,
    ...names.map((name) => `${name}:${params[name]}`),
  ];
  const text = [...lines, ...(body === "" ? [] : [body])].map((line) => `${line}\n`).join("");
  return createHmac("sha1", secret).update(text).digest("base64");
}

/** [AEP 指令下发, content] 2: hex, of transparent products; the others have services. */
function contentOf(words: DeviceCommand): unknown {
  if ("payload" in words) return { dataType: 2, payload: words.payload };
  if ("service" in words) return { params: words.params, serviceIdentifier: words.service };
  throw new Fault("COMMAND_INVALID", "CTWing sets no properties: name a service in the model's commands");
}

function answered({ status, body }: { status: number; body: Uint8Array }): CarrierAnswer {
  const { code, msg, result } = answerOf(body);
  if (status >= 300 || String(code) !== "0" || !isObject(result))
    return { step: "failed", result: meanings.failed.end(`HTTP ${status} ${code ?? ""} ${msg ?? ""}`.trim()) };
  const { step, end } = stepOf(String(result.commandStatus ?? "SAVED"));
  return { step, task: String(result.commandId), result: end === null ? null : end(result.resultMessage) };
}
