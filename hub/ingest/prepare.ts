/** From a message to work: everything that can be wrong without looking into the store is found here. */
import { check } from "../../core/check.ts";
import { CommandResult } from "../../core/command.ts";
import { Reported } from "../../core/desired.ts";
import { Fault, type FaultCode } from "../../core/fault.ts";
import { GatewayStatus } from "../../core/gateway.ts";
import { parseTopic, type Topic, topics } from "../../core/topics.ts";
import { refit } from "../posture/posture.ts";
import { refuseClone } from "../registry/clone.ts";
import { readRegistration, takeRegistration } from "../registry/registration.ts";
import type { Tables } from "../store/store.ts";
import { appendColumns } from "../telemetry/append.ts";
import { takeBatch } from "./batch.ts";
import { checkSize, readBatch, readJson, readReadings } from "./body.ts";
import { takeStatus } from "./status.ts";
import type { BatchName, Told, Work } from "./work.ts";

type Run = Work["run"];
type OfKind<Kind extends Topic["kind"]> = Extract<Topic, { kind: Kind }>;
type Reader<Kind extends Topic["kind"]> = (
  topic: OfKind<Kind>,
  body: Uint8Array,
  now: number,
  backlogRate: number,
) => Run;

const ignore: Run = async () => {};

/** An empty body is how a retained document is taken back; there is nothing to learn from it. */
const readers: { [Kind in Topic["kind"]]: Reader<Kind> } = {
  status({ gateway }, body, _now, backlogRate) {
    if (body.length === 0) return ignore;
    const status = check(GatewayStatus, readJson(body, "STATUS_INVALID"), "STATUS_INVALID");
    return (tables, told, now) => takeStatus(tables, gateway, status, told, now, backlogRate);
  },
  devices({ gateway }, body) {
    if (body.length === 0) return ignore;
    const registration = readRegistration(gateway, readJson(body, "REGISTRATION_INVALID"));
    return async (tables, told, now) => {
      await takeRegistration(tables, registration, told.changes, now);
      for (const { desired } of await refit(tables, gateway, told.changes))
        told.messages.push({ topic: topics.desired(gateway), body: JSON.stringify(desired), retain: true });
    };
  },
  batch(topic, body, received) {
    const content = readBatch(body, topic.lane, received);
    return async (tables, told, now) => {
      await refuseClone(tables, topic.gateway);
      await takeBatch(tables, topic, content, told, now);
    };
  },
  open({ gateway }, body, received) {
    const columns = readReadings(body, received);
    return (tables, { changes }, now) =>
      appendColumns(tables, { gateway, journal: null, received: now, columns }, changes);
  },
  reported({ gateway }, body) {
    if (body.length === 0) return ignore;
    const reported = check(Reported, readJson(body, "STATUS_INVALID"), "STATUS_INVALID");
    return async (tables, told) => {
      await tables.gateways.putReported(gateway, reported);
      told.changes.gateways.add(gateway);
    };
  },
  done({ gateway, id }, body) {
    const result = check(CommandResult, readJson(body, "COMMAND_INVALID"), "COMMAND_INVALID");
    return async (tables) => void (await tables.commands.finish(gateway, id, result));
  },
  ack: () => ignore,
  desired: () => ignore,
  do: () => ignore,
};

/** Never throws: what cannot be read becomes work that ends in the fault. */
export function prepare(text: string, body: Uint8Array, now: number, backlogRate: number): Work {
  const topic = parseTopic(text);
  if (topic === null) return failing(null, null, new Fault("TOPIC_FOREIGN", `${text} is no topic of ours`));
  const batch = topic.kind === "batch" ? batchName(topic) : null;
  try {
    checkSize(body);
    const run = (readers[topic.kind] as Reader<Topic["kind"]>)(topic, body, now, backlogRate);
    return { gateway: topic.gateway, urgency: urgencyOf(topic), size: body.length, batch, run: meeting(topic, run) };
  } catch (error) {
    return failing(topic, batch, error);
  }
}

function batchName({ lane, epoch, from }: OfKind<"batch">): BatchName {
  return { lane, epoch, from };
}

function urgencyOf(topic: Topic): Work["urgency"] {
  return topic.kind === "open" || (topic.kind === "batch" && topic.lane === "data") ? "bulk" : "urgent";
}

function meeting({ gateway }: Topic, run: Run): Run {
  return async (tables, told, now) => {
    // Another's broker lets in whom it likes; a platform never speaks there.
    if ((await tables.gateways.kindOf(gateway)) === "platform")
      throw new Fault("TOPIC_FOREIGN", `"${gateway}" is a platform's connector and no gateway`);
    await tables.gateways.meet(gateway, now);
    await run(tables, told, now);
  };
}

function failing(topic: Topic | null, batch: BatchName | null, error: unknown): Work {
  const run = async () => {
    throw error;
  };
  const urgency = topic === null ? "urgent" : urgencyOf(topic);
  return { gateway: topic?.gateway ?? null, urgency, size: 0, batch, run };
}

/** Work that only writes a fault row: for what the broker or another door refused. */
export function faultWork(fault: { gateway: Work["gateway"]; code: FaultCode; subject: string; detail: string }): Work {
  const run = async (tables: Tables, told: Told, now: number) => {
    told.changes.faults.add(await tables.faults.add(fault, now));
  };
  return { gateway: fault.gateway, urgency: "urgent", size: 0, batch: null, run };
}
