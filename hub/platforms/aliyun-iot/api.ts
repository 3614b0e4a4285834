/** Commands over Alibaba Cloud's API: services called and properties set, signed with the AccessKey; told on by the queue. */
import { createHmac } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand, Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import { type CarrierAnswer, type CarrierRequest, type GivenCommand, wordsOf } from "../kit/commands.ts";
import { answerOf, given, idOf, isObject, parseText } from "../kit/json.ts";
import { meanings } from "../kit/steps.ts";

export type Account = { api?: string; apiCa?: string; instance?: string; accessKeyId: string; accessKeySecret: string };

export function requestOf(
  { api, apiCa, instance = "", accessKeyId, accessKeySecret }: Account,
  command: GivenCommand,
  { foreign }: ForeignDevice,
  model: Model,
  now: number,
): CarrierRequest {
  if (api === undefined)
    throw new Fault("COMMAND_INVALID", "the connector has no api: set it, then give the command again");
  const dot = foreign.indexOf(".");
  const params = {
    ...callOf(wordsOf(model, command)),
    ...{ ProductKey: foreign.slice(0, dot), DeviceName: foreign.slice(dot + 1) },
    ...(instance === "" ? {} : { IotInstanceId: instance }),
    ...{ Format: "JSON", Version: "2018-01-20", AccessKeyId: accessKeyId, SignatureMethod: "HMAC-SHA1" },
    ...{ SignatureVersion: "1.0", SignatureNonce: `${command.id}-${now}`, Timestamp: momentOf(now) },
  };
  const body = queryOf({ ...params, Signature: signatureOf("POST", params, accessKeySecret) });
  return {
    ...{ kind: "http", method: "POST", url: `${api}/`, body },
    ...given("ca", apiCa),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
}

/** [IoT Platform API, InvokeThingService, SetDeviceProperty] */
function callOf(words: DeviceCommand): Record<string, string> {
  if ("service" in words)
    return { Action: "InvokeThingService", Identifier: words.service, Args: JSON.stringify(words.params) };
  if ("properties" in words) return { Action: "SetDeviceProperty", Items: JSON.stringify(words.properties) };
  throw new Fault("COMMAND_INVALID", "no bytes are handed on: name a service or properties in the model's commands");
}

/** [Alibaba Cloud API, RPC signature] Names in their order, twice encoded, HMAC-SHA1 with the secret and an ampersand. */
export function signatureOf(method: string, params: Record<string, string>, secret: string): string {
  const text = `${method}&${encoded("/")}&${encoded(queryOf(params))}`;
  return createHmac("sha1", `${secret}&`).update(text).digest("base64");
}

function queryOf(params: Record<string, string>): string {
  const names = Object.keys(params).sort();
  return names.map((name) => `${encoded(name)}=${encoded(params[name] ?? "")}`).join("&");
}

/** RFC 3986: four signs more than the language's own encodes. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function momentOf(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A service that answers at once has its result in `Data.Result`; of all others the queue tells, by `MessageId`. */
export function answered({ status, body }: { status: number; body: Uint8Array }): CarrierAnswer {
  const { Success, Data, Code, ErrorMessage, Message } = answerOf(body);
  if (status >= 300 || String(Success) !== "true" || !isObject(Data)) {
    const words = `HTTP ${status} ${Code ?? ""} ${ErrorMessage ?? Message ?? ""}`.trim();
    return { step: "failed", result: meanings.failed.end(words) };
  }
  const task = idOf(Data.MessageId);
  const named = task === null ? {} : { task };
  const result = resultIn(Data.Result);
  if (result === null) return { step: meanings.sent.step, ...named, result: null };
  return { step: "done", ...named, result: meanings.done.end(result) };
}

/** JSON in a text; null where nothing is said yet. */
function resultIn(text: unknown): unknown {
  if (typeof text !== "string" || text.trim() === "") return null;
  try {
    return parseText(text, "Data.Result");
  } catch {
    return text;
  }
}
