/** One stored message becomes readings, alerts and devices, inside one transaction; read again, it yields nothing twice. */
import { columnsOf } from "../../../core/batch.ts";
import { Fault } from "../../../core/fault.ts";
import { faultPoint } from "../../../core/point.ts";
import { quality } from "../../../core/quality.ts";
import { refuses } from "../../../core/range.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Output } from "../../../drivers/kit/driver.ts";
import type { Changes } from "../../changes.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { PushOutcome, PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import { appendColumns } from "../../telemetry/append.ts";
import { openConnector } from "../connectors.ts";
import { meetForeign } from "../devices/meet.ts";
import { register } from "../devices/register.ts";
import type { Models } from "../kit/models.ts";
import type { Told } from "../kit/told.ts";
import { hearReadings } from "../rules/rules.ts";
import { momentOf } from "./moment.ts";
import { outputsOfValues } from "./values.ts";

/** Throws `PUSH_UNREADABLE`: then nothing of it is taken. */
export async function takePush(
  tables: Tables,
  push: PushRow,
  models: Models,
  changes: Changes,
  now: number,
): Promise<PushOutcome> {
  const open = await openConnector(tables, push.connector);
  if (open === null) throw new Fault("PUSH_UNREADABLE", `connector ${push.connector} is gone`);
  const all = open.platform.read(push, open.connector);
  const met = [];
  for (const told of all) met.push({ told, ...(await meetForeign(tables, open.row, told, push.received)) });
  if (met.some(({ isNew }) => isNew)) await register(tables, open.row, models, changes, now);
  await tables.gateways.meet(push.connector, push.received);
  const yielded: string[] = [];
  for (const { told, foreign } of met)
    yielded.push(...(await takeTold(tables, { told, foreign, push }, models, changes)));
  const unknown = met.find(({ told, foreign }) => saysSomething(told) && foreign.model === null)?.foreign ?? null;
  return {
    ...{ state: unknown === null ? "taken" : "unknown", why: mistakes(met, models), foreign: unknown?.foreign ?? null },
    platformAt: all.find(({ platformAt }) => platformAt !== undefined)?.platformAt ?? null,
    yielded: [...push.yielded, ...yielded],
  };
}

function saysSomething({ kind }: Told): boolean {
  return kind === "payload" || kind === "properties" || kind === "values";
}

/** The first value that its device does not have: people who write the message themselves look for it here. */
function mistakes(met: { told: Told; foreign: ForeignDevice }[], models: Models): string {
  for (const { told, foreign } of met) {
    if (told.kind !== "values" || foreign.model === null) continue;
    const outputs = outputsOfValues(told.values, models.deviceOf(foreign), Number.MAX_SAFE_INTEGER);
    const first = outputs.map(faultOf).find((fault) => fault !== null);
    if (first !== undefined && first !== null) return `${first.code}: ${first.detail}`;
  }
  return "";
}

type Heard = { told: Told; foreign: ForeignDevice; push: PushRow };

/** Answers what it yielded that was not there before. */
async function takeTold(tables: Tables, heard: Heard, models: Models, changes: Changes): Promise<string[]> {
  const { told, foreign, push } = heard;
  await tables.foreignDevices.hear(foreign.connector, foreign.foreign, push.received);
  if (told.kind === "presence" && told.isOnline !== foreign.isOnline)
    await tables.foreignDevices.put({ ...foreign, heardAt: push.received, isOnline: told.isOnline });
  if (told.kind === "answer" && told.result !== null)
    await tables.commands.finish(foreign.connector, told.command, told.result);
  if (foreign.model === null || !saysSomething(told)) return [];
  const fresh = readingsOf(heard, models, await outputsOf(tables, heard, models)).filter(
    (reading) => !push.yielded.includes(keyOf(reading)),
  );
  if (fresh.length === 0) return [];
  const message = { gateway: foreign.connector, journal: null, received: push.received, columns: columnsOf(fresh) };
  await appendColumns(tables, message, changes);
  const measured = fresh.filter(({ point }) => point !== faultPoint);
  await hearReadings(tables, foreign.connector, models.deviceOf(foreign), measured, changes, push.received);
  return fresh.map(keyOf);
}

function keyOf({ device, point, at }: Reading): string {
  return `${device}/${point}/${at}`;
}

/** What the driver must remember is kept once: a message that is read again may be older than what is remembered. */
async function outputsOf(tables: Tables, { told, foreign, push }: Heard, models: Models): Promise<Output[]> {
  if (told.kind === "values") return outputsOfValues(told.values, models.deviceOf(foreign), push.received);
  const { connector, foreign: id } = foreign;
  const known = await tables.foreignDevices.memory(connector, id);
  const { outputs, memory } = models.receive(foreign, bytesOf(told), known);
  if (memory !== null && push.yielded.length === 0) await tables.foreignDevices.remember(connector, id, memory);
  return outputs;
}

/** In order of event time; a fault of the field is a reading of the point `fault`, and its absence is one too. */
function readingsOf({ told, foreign, push }: Heard, models: Models, outputs: Output[]): Reading[] {
  const device = foreign.device;
  const at = momentOf(told, push.received);
  const isImpossible = refuses(models.deviceOf(foreign));
  const readings: Reading[] = [];
  let fault = "";
  for (const output of outputs) {
    const refused = "reading" in output ? isImpossible(output.reading.point, output.reading.value) : faultOf(output);
    if (refused !== null) fault ||= refused.code;
    else if ("reading" in output) {
      const { point, value, agoMs = 0 } = output.reading;
      readings.push({ device, point, at: at - agoMs, value, quality: quality.good });
    }
  }
  readings.push({ device, point: faultPoint, at, value: fault, quality: quality.good });
  return readings.sort((a, b) => a.at - b.at);
}

function faultOf(output: Output) {
  return "fault" in output ? output.fault : null;
}

function bytesOf(told: Told): Uint8Array {
  if (told.kind === "payload") return told.bytes;
  return Buffer.from(JSON.stringify(told.kind === "properties" ? told.properties : {}));
}
