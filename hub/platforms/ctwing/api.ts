/** Commands over CTWing's API: signed with the application's secret, saved there until the device wakes. */
import { createHmac } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand } from "../../../core/model.ts";
import type { CarrierAnswer, CarrierRequest, CarrierSaid, CommandWay, GivenCommand } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import type { Connector } from "../kit/connector.ts";
import { answerOf, given, isObject, type Json } from "../kit/json.ts";
import { keyOfProduct, needSecret } from "../kit/product-keys.ts";
import { meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";
import { stepOf } from "./steps.ts";

const usualApi = "https://ag-api.ctwing.cn";
const paths = { command: "/aep_device_command/command", commands: "/aep_device_command/commands" };
/** [AEP 指令下发, CreateCommand, QueryCommandList] */
const versions = { command: "20190712225145", commands: "20200814163736" };
const longestS = 864_000;
/** [AEP 指令下发, QueryCommandList, pageSize] The newest come first. */
const mostListed = "40";

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request: (command, { foreign, product }, model, account, now) => {
    const ttl = Math.min(longestS, Math.max(0, Math.ceil((command.deadline - now) / 1000)));
    const content = contentOf(wordsOf(model, command));
    const about = { deviceId: foreign, operator: operatorOf(command), productId: Number(product), ttl, level: 1 };
    const body = JSON.stringify({ content, ...about });
    return signed(account, product, { method: "POST", what: "command", query: {}, body }, now);
  },
  answered,
  look: {
    request(_command, { foreign, product }, _model, account, now) {
      const query = { productId: product, deviceId: foreign, pageNow: "1", pageSize: mostListed };
      return signed(account, product, { method: "GET", what: "commands", query, body: "" }, now);
    },
    found,
  },
};

/** [AEP 指令下发, operator] Who gave it, for people there; by its end the command is known again (`createBy`). */
function operatorOf({ id }: Pick<GivenCommand, "id">): string {
  return `lilong_${id.slice(-10)}`;
}

type Question = { method: "GET" | "POST"; what: keyof typeof paths; query: Record<string, string>; body: string };

function signed(
  { settings, secrets }: Connector<typeof Settings, typeof Secrets>,
  product: string,
  { method, what, query, body }: Question,
  now: number,
): CarrierRequest {
  const application = needSecret(secrets.appKey, "appKey");
  const secret = needSecret(secrets.appSecret, "appSecret");
  const MasterKey = keyOfProduct(secrets.masterKeys, product, "MasterKey");
  const timestamp = String(now);
  const signature = signatureOf({ application, timestamp, params: { ...query, MasterKey }, body }, secret);
  const asked = new URLSearchParams(query).toString();
  const url = `${settings.api ?? usualApi}${paths[what]}${asked === "" ? "" : `?${asked}`}`;
  const version = versions[what];
  const type = { "content-type": "application/json; charset=UTF-8" };
  return {
    ...{ kind: "http", method, url },
    ...given("ca", settings.ca),
    headers: { ...type, application, timestamp, version, MasterKey, signature },
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

function answered({ status, body }: CarrierSaid): CarrierAnswer {
  const { code, msg, result } = answerOf(body);
  if (status >= 300 || String(code) !== "0" || !isObject(result))
    return { step: "failed", result: meanings.failed.end(`HTTP ${status} ${code ?? ""} ${msg ?? ""}`.trim()) };
  return stoodAt(result);
}

/** A list that is refused says nothing of the command. */
function found({ body }: CarrierSaid, command: GivenCommand): CarrierAnswer | null {
  const { result } = answerOf(body);
  const list = isObject(result) && Array.isArray(result.list) ? result.list.filter(isObject) : [];
  const own = list.find(({ createBy }) => createBy === operatorOf(command));
  return own === undefined ? null : stoodAt(own);
}

function stoodAt({ commandId, commandStatus, resultMessage }: Json): CarrierAnswer {
  const { step, end } = stepOf(String(commandStatus ?? "SAVED"));
  return { step, task: String(commandId), result: end === null ? null : end(resultMessage) };
}
