/** One stored message becomes readings, alerts and devices, inside one transaction; read again, it yields nothing twice. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { breathing } from "../../breathe.ts";
import type { Changes } from "../../changes.ts";
import type { OnlineWord } from "../../store/foreign-devices.ts";
import type { PushOutcome, PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import { hearStep } from "../commands/go-on.ts";
import type { OpenConnector } from "../connectors.ts";
import { meetForeign } from "../devices/meet.ts";
import { registerForeign } from "../devices/register.ts";
import { hearStranger } from "../devices/stranger.ts";
import { checkRoom } from "../devices/strangers.ts";
import type { Models } from "../kit/models.ts";
import type { Facts, Waits } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { hearReadings } from "../rules/rules.ts";
import { learn, waitingFor } from "./facts.ts";
import { keyOf } from "./key.ts";
import { type Recalled, recall, remember } from "./memory.ts";
import { momentOf } from "./moment.ts";
import { type MappedPush, onceRead, readPush } from "./read-push.ts";
import { type Heard, healthOf, readingsOf } from "./readings-of.ts";
import type { ReadingsOfMany } from "./readings-of-many.ts";
import { type Before, putRight, sortYield, yieldedBefore, yieldedOf } from "./yielded.ts";

/** `connectors` opens one, once in a transaction; what is read of several messages is stored together by `readings`. */
export type Reading = {
  models: Models;
  connectors(id: GatewayId): Promise<OpenConnector | null>;
  readings: ReadingsOfMany;
};

/** What a message tells; `open`: of which connector. */
export type Understood = { open: OpenConnector; told: Told[] | Waits; facts: Facts; mapped: MappedPush };

/** Writes nothing. Throws `PUSH_UNREADABLE` or `STRANGERS_MANY`. */
export async function understand(
  tables: Tables,
  push: PushRow,
  { connectors }: Reading,
  mapped: MappedPush,
): Promise<Understood> {
  const open = await connectors(push.connector);
  if (open === null) throw new Fault("PUSH_UNREADABLE", `connector ${push.connector} is gone`);
  const breathe = breathing();
  const read = await readPush(tables, open, push, mapped);
  if (!("waitsFor" in read.told)) await checkRoom(tables, open, read.told);
  await breathe();
  return { open, mapped, ...read };
}

/** What it throws leaves half of it written. */
export async function takePush(
  tables: Tables,
  push: PushRow,
  { open, told: all, facts, mapped }: Understood,
  { models, readings }: Reading,
  changes: Changes,
  now: number,
): Promise<PushOutcome> {
  const once = onceRead(open, push, all, mapped);
  if (once !== null && !(await tables.pushes.rekey(push, keyOf(once, push)))) return sameAgain(push);
  if ("waitsFor" in all) return waits(push, all.waitsFor);
  await learn(tables, open, push, facts);
  const met = [];
  const breathe = breathing();
  for (const told of all) {
    await breathe();
    met.push({ told, ...(await meetForeign(tables, open, told, push.received)) });
  }
  const fresh = new Map(met.filter(({ isNew }) => isNew).map(({ foreign }) => [foreign.foreign, foreign]));
  for (const foreign of fresh.values()) {
    await breathe();
    await registerForeign(tables, foreign, models, changes, now);
  }
  await meetConnector(tables, push);
  const yielded: string[] = [];
  let why = "";
  const before = await yieldedBefore(push, breathe);
  for (const { told, foreign } of met) {
    await breathe();
    const heard = { told, foreign, push, before, breathe, now: push.state === "again" ? now : push.received };
    const taken = await takeTold(tables, heard, models, readings, changes);
    yielded.push(...taken.yielded);
    why ||= taken.why;
    if (foreign.model === null && saysSomething(told))
      await hearStranger(tables, { told, foreign, push }, models, changes, push.received);
  }
  if (push.yielded.length > 0) await putRight(tables, push, yielded, now, breathe);
  const unknown = met.find(({ told, foreign }) => saysSomething(told) && foreign.model === null)?.foreign ?? null;
  return {
    ...{ state: unknown === null ? "taken" : "unknown", why, foreign: unknown?.foreign ?? null },
    platformAt: all.find(({ platformAt }) => platformAt !== undefined)?.platformAt ?? null,
    yielded,
  };
}

/** What is read again was heard before. */
export async function meetConnector(tables: Tables, { connector, received, state }: PushRow): Promise<void> {
  if (state !== "again") await tables.gateways.meet(connector, received);
}

/** Another message of this id was taken before. */
function sameAgain({ yielded }: PushRow): PushOutcome {
  return { state: "taken", why: "", platformAt: null, foreign: null, yielded };
}

function waits({ yielded }: PushRow, name: string): PushOutcome {
  return { state: "unknown", why: "", platformAt: null, foreign: waitingFor(name), yielded };
}

function saysSomething({ kind }: Told): boolean {
  return kind === "payload" || kind === "properties" || kind === "values";
}

/** So late may be known when a device was heard last. */
const heardMs = 10_000;

/** `now`: when it came, or, of what is read again, when that is. */
type HeardPush = Heard & { push: PushRow; before: Before; breathe(): Promise<void>; now: number };

function onlineWordOf({ isOnline, ...told }: Extract<Told, { kind: "presence" }>, heard: HeardPush): OnlineWord {
  const { foreign, push, now } = heard;
  const at = momentOf(told, push.received);
  return { now, connector: foreign.connector, foreign: foreign.foreign, isOnline, at, isAgain: push.state === "again" };
}

const nothingKnown: Recalled = { known: null, next: null };

/** `why`: people who write the message themselves look for its first mistake there. */
type Taken = { yielded: string[]; why: string };

/** Answers all that it yields now. */
async function takeTold(
  tables: Tables,
  heard: HeardPush,
  models: Models,
  readings: ReadingsOfMany,
  changes: Changes,
): Promise<Taken> {
  const { told, foreign, push, before, breathe, now } = heard;
  const isAhead = foreign.heardAt > now;
  if (told.kind !== "met" && (isAhead || push.received - foreign.heardAt >= heardMs))
    await tables.foreignDevices.hear(foreign.connector, foreign.foreign, push.received, now);
  if (told.kind === "presence") await tables.foreignDevices.hearOnline(onlineWordOf(told, heard));
  if (told.kind === "answer") await hearStep(tables, foreign.connector, told, push.received);
  if (foreign.model === null || !saysSomething(told)) return { yielded: [], why: "" };
  const recalled = told.kind === "payload" ? await recall(tables, heard) : nothingKnown;
  // What its driver knew then is lost: what was yielded stays.
  if (recalled === null) return { yielded: yieldedOf(push, foreign.device), why: "" };
  const { readings: measured, fault, why, memory } = readingsOf(heard, models, recalled.known);
  await breathe();
  if (memory !== null) await remember(tables, heard, recalled, memory);
  const [own, health] = [await sortYield(before, measured, breathe), healthOf(heard, fault)];
  const well = await sortYield(before, [health], breathe);
  const gateway = foreign.connector;
  await readings.add(gateway, push.received, [...own.fresh, ...well.fresh]);
  await breathe();
  await hearReadings(tables, gateway, models.deviceOf(foreign), own.news, changes, now, breathe);
  return { yielded: [...own.texts, ...well.texts], why };
}
