/** Commands over IoTDA's API: kept there until an NB-IoT device wakes, or properties set on one that is there. */
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand, Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { CarrierAnswer, CarrierRequest, CommandWay, GivenCommand } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import type { Connector } from "../kit/connector.ts";
import { huaweiStepOf } from "../kit/huawei-steps.ts";
import { answerOf, given, idOf, isObject, type Json } from "../kit/json.ts";
import { needSecret } from "../kit/product-keys.ts";
import { meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";
import { signRequest } from "./signed-request.ts";

/** [IoTDA API 下发异步设备命令, expire_time] */
const longestS = 172_800;

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request,
  answered,
};

function request(
  command: GivenCommand,
  { foreign }: ForeignDevice,
  model: Model,
  { settings: { api }, secrets }: Connector<typeof Settings, typeof Secrets>,
  now: number,
): CarrierRequest {
  if (api === undefined)
    throw new Fault("COMMAND_INVALID", "the connector has no api: set it, then give the command again");
  const secretAccessKey = needSecret(secrets.secretAccessKey, "secretAccessKey");
  const waitS = Math.min(longestS, Math.max(1, Math.ceil((command.deadline - now) / 1000)));
  const { method, tail, body } = callOf(wordsOf(model, command), api.service, waitS);
  const url = `${api.url}/v5/iot/${encodeURIComponent(api.project)}/devices/${encodeURIComponent(foreign)}/${tail}`;
  const unsigned = { method, url, body: JSON.stringify(body) };
  return {
    kind: "http",
    ...unsigned,
    ...given("ca", api.ca),
    headers: signRequest(unsigned, { ...api, secretAccessKey }, now),
  };
}

type Call = { method: "POST" | "PUT"; tail: string; body: Json };

/** [IoTDA API 下发异步设备命令, 修改设备属性] */
function callOf(words: DeviceCommand, usual: string | undefined, waitS: number): Call {
  if ("service" in words) {
    const [service_id, command_name] = partsOf(words.service, usual);
    const waiting = { expire_time: waitS, send_strategy: "immediately" };
    return {
      method: "POST",
      tail: "async-commands",
      body: { service_id, command_name, paras: words.params, ...waiting },
    };
  }
  if ("properties" in words) {
    const [service_id] = partsOf("properties", usual);
    return { method: "PUT", tail: "properties", body: { services: [{ service_id, properties: words.properties }] } };
  }
  throw new Fault("COMMAND_INVALID", "bytes are not handed on to IoTDA: name a service in the model's commands");
}

/** `Smoke.mute` is the command mute of the service Smoke. */
function partsOf(words: string, usual: string | undefined): [service: string, command: string] {
  const [service, command] = words.split(".");
  if (service !== undefined && command !== undefined) return [service, command];
  if (usual === undefined)
    throw new Fault("COMMAND_INVALID", `"${words}" names no service: set api.service, or write \`Service.command\``);
  return [usual, words];
}

function answered({ status, body }: { status: number; body: Uint8Array }): CarrierAnswer {
  const said = answerOf(body);
  const response = isObject(said.response) ? said.response : {};
  const isDone = status < 300 && (response.result_code === undefined || String(response.result_code) === "0");
  if (!isDone) {
    const words = `HTTP ${status} ${said.error_code ?? response.result_code ?? ""} ${said.error_msg ?? response.result_desc ?? ""}`;
    return { step: "failed", result: meanings.failed.end(words.trim()) };
  }
  const task = idOf(said.command_id);
  const { step, end } = task === null ? meanings.done : huaweiStepOf(said.status);
  return { step, ...(task === null ? {} : { task }), result: end?.(said.result ?? null) ?? null };
}
