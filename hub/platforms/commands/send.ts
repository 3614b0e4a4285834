/** Sends one command to its platform; whatever goes wrong is an answer. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Sent } from "../../outbox/drain.ts";
import type { CommandRow } from "../../store/commands.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { OutboxRow } from "../../store/outbox.ts";
import type { Store, Tables } from "../../store/store.ts";
import { type Call, type CallAnswer, openCaller } from "../calls/caller.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { CarrierAnswer, CarrierRequest, CarrierSaid, HttpRequest } from "../kit/commands.ts";
import type { Models } from "../kit/models.ts";
import { type LaneBody, modelOf } from "./carry.ts";

export type SendOptions = {
  store: Store;
  models: Models;
  clock(): number;
  /** Over the line held to the connector; throws while it is down. Absent: no line is held. */
  publish?(connector: GatewayId, topic: string, body: string): Promise<void>;
  /** How long a platform may take to answer, ms. */
  patienceMs?: number;
};

/** `since`: what was given before then, another process of the hub may have sent already. */
export type Sending = SendOptions & { since: number };

const patienceMs = 10_000;
const mostBytes = 1024 * 1024;
const pausedMs = 60_000;
const refusals = new Set<string>(["COMMAND_INVALID", "COMMAND_UNCARRIED"]);
const refused = (error: string): Sent => ({ state: "refused", error });

/** What it throws is tried later. */
export async function sendCommand(options: Sending, row: OutboxRow, closing: AbortSignal): Promise<Sent> {
  const ready = await options.store.read((tables) => readyOf(tables, row.body as LaneBody));
  if (typeof ready === "string") return refused(ready);
  const { open, command } = ready;
  const now = options.clock();
  if (command.result !== null) return refused("COMMAND_UNCARRIED: it was over before it was sent");
  if (now > command.deadline) return refused("COMMAND_EXPIRED: its deadline passed before the platform took it");
  if (open.row.state === "paused") return { state: "wait", until: Math.min(command.deadline + 1, now + pausedMs) };
  const { commands: way } = open.platform;
  if (way === undefined) return refused("COMMAND_INVALID: the platform carries no commands");
  const mayBeThere = row.attempts > 0 || row.at < options.since;
  try {
    const found = mayBeThere ? await lookFor(options, way, ready, now, closing) : null;
    if (found !== null) return { state: "done", answer: found };
    return await send(options, open, requestOf(options, way.request, ready, now), closing);
  } catch (error) {
    if (error instanceof Fault && refusals.has(error.code)) return refused(`${error.code}: ${error.detail}`);
    throw error;
  }
}

type Way = NonNullable<OpenConnector["platform"]["commands"]>;

function requestOf(
  { models }: SendOptions,
  request: Way["request"],
  { command, foreign, open }: Ready,
  now: number,
): CarrierRequest {
  return request(command as never, foreign, modelOf(models, foreign), open.connector, now);
}

/** Null where the platform does not have it, or cannot say. */
async function lookFor(
  options: SendOptions,
  { look }: Way,
  ready: Ready,
  now: number,
  closing: AbortSignal,
): Promise<CarrierAnswer | null> {
  if (look === undefined) return null;
  const request = requestOf(options, look.request, ready, now);
  if (request.kind === "mqtt") return null;
  return look.found(await asked(options, request, closing), ready.command as never);
}

type Ready = { open: OpenConnector; command: CommandRow; foreign: ForeignDevice };

async function readyOf(tables: Tables, { connector, id }: LaneBody): Promise<Ready | string> {
  const open = await openConnector(tables, connector as GatewayId);
  const command = await tables.commands.find(connector as GatewayId, id);
  const carried = await tables.carriedCommands.find(connector as GatewayId, id);
  const foreign = carried && (await tables.foreignDevices.find(connector as GatewayId, carried.foreign));
  if (open === null || command === null || foreign === null)
    return "COMMAND_UNCARRIED: the connector or the device is gone";
  return { open, command, foreign };
}

async function send(
  options: SendOptions,
  open: OpenConnector,
  request: CarrierRequest,
  closing: AbortSignal,
): Promise<Sent> {
  const { publish } = options;
  const { platform, row } = open;
  if (request.kind === "mqtt") {
    if (publish === undefined) return { state: "later", error: "no line is held to this connector" };
    await publish(row.id, request.topic, request.body);
    const result = platform.commands?.isSentAll ? { state: "done", result: { sent: true } } : null;
    return { state: "done", answer: { step: "sent", result } };
  }
  return { state: "done", answer: platform.commands?.answered(await asked(options, request, closing)) };
}

/** Throws where it is to be asked later. */
async function asked(options: SendOptions, request: HttpRequest, closing: AbortSignal): Promise<CarrierSaid> {
  const answer = await call(options, request, closing);
  const { status, body } = answer;
  if (status === 408 || status === 429 || status >= 500)
    throw new Error(`HTTP ${status} ${Buffer.from(body).toString("utf8").slice(0, 200)}`.trim());
  const next = request.next?.(answer);
  return next === undefined ? answer : asked(options, next, closing);
}

/** What does not mend itself ends the command at once, with its cure; it waits for nobody's next look at the settings. */
async function call(
  { patienceMs: withinMs = patienceMs }: SendOptions,
  request: Call,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const caller = openCaller();
  try {
    return await caller.ask(request, { signal, withinMs, most: mostBytes });
  } catch (error) {
    if (error instanceof Fault) throw new Fault("COMMAND_UNCARRIED", error.detail, { cause: error });
    throw error;
  } finally {
    caller.close();
  }
}
