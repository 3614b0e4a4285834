/** The MQTT session with the hub: connects, tells status and devices, sends the lanes, hears acknowledgements and wishes. */
import { Ack, type Refusal } from "../../core/ack.ts";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";
import { type Lane, lanes } from "../../core/lane.ts";
import type { Registration } from "../../core/registration.ts";
import { gatewaySubscriptions, parseTopic, topics } from "../../core/topics.ts";
import type { Clock } from "../clock.ts";
import { decodeEvent, decodeReading, type Journal } from "../journal/journal.ts";
import { type BackoffSettings, pauseBefore } from "./backoff.ts";
import { type Connection, openConnection } from "./connection.ts";
import { type LaneSender, laneSender } from "./lane-sender.ts";

export type UplinkSettings = {
  gateway: GatewayId;
  url: string;
  key: string;
  /** Above every session number used before, so that a late will cannot beat this run's status. */
  firstSession: number;
  version: string;
  keepaliveS: number;
  /** A batch not answered for so long is sent again. */
  silenceMs: number;
  statusEveryMs: number;
} & BackoffSettings;

export type UplinkEvents = {
  /** A `desired` document or a command, as parsed JSON; results go back through `report` and `done`. */
  onDesired(document: unknown): void;
  onCommand(id: string, document: unknown): void;
  /** Something the log should hold, with the reason. */
  onTrouble(fault: Fault): void;
};

export type Uplink = {
  /** Publishes the registration now and at each connect. */
  register(registration: Registration): void;
  /** Tells what became of a wish, now and at each connect. */
  report(document: unknown): void;
  done(id: string, document: unknown): void;
  isOnline(): boolean;
  close(): Promise<void>;
};

const connectTimeoutMs = 10_000;
/** A single record refused so often is set aside. */
const refusals = 3;
/** Results of commands kept while the line is down. */
const mostUntold = 200;

export function startUplink(
  settings: UplinkSettings,
  journal: Journal,
  clock: Clock,
  events: UplinkEvents,
  random: () => number = Math.random,
): Uplink {
  const { gateway, silenceMs } = settings;
  let registration: Registration | null = null;
  let reported: unknown = null;
  let untold: { id: string; document: unknown }[] = [];
  let session = settings.firstSession - 1;
  let connection: Connection | null = null;
  let isOpen = false;
  let failures = 0;
  let toldTrust = clock.trust();
  let toldWaiting = false;
  let ended = false;
  let cancelRetry: () => void = () => undefined;
  let cancelBeat: () => void = () => undefined;

  const lineOf = (lane: Lane, encode: (records: readonly Uint8Array[]) => Uint8Array) => ({
    encode,
    publish: (from: number, body: Uint8Array) => publish(topics.batch(gateway, lane, journal[lane].epoch, from), body),
    onTrouble: (error: Error) => events.onTrouble(asFault(error, `the ${lane} lane`)),
  });
  const patience = { refusals, silenceMs };
  const senders: Record<Lane, LaneSender> = {
    alert: laneSender(journal.alert, { batch: 50, window: 1, ...patience }, lineOf("alert", alertBody), clock),
    data: laneSender(journal.data, { batch: 100, window: 16, ...patience }, lineOf("data", dataBody), clock),
  };
  for (const lane of lanes) journal[lane].onCommit(() => senders[lane].pump());
  open();

  function open(): void {
    session++;
    const { url, key, keepaliveS } = settings;
    const will = { topic: topics.status(gateway), payload: JSON.stringify(status("offline")) };
    connection = openConnection(
      { url, clientId: gateway, username: gateway, password: key, keepaliveS, connectTimeoutMs, will },
      gatewaySubscriptions(gateway),
      { onOpen, onMessage, onClosed },
    );
  }

  function onOpen(): void {
    isOpen = true;
    tellStatus();
    if (registration !== null) publish(topics.devices(gateway), JSON.stringify(registration), { retain: true });
    tellReported();
    for (const result of untold.splice(0)) tellDone(result);
  }

  /** The hub answers a status with what it has, so while records wait the beat also asks a silent hub to speak. */
  function tellStatus(): void {
    toldTrust = clock.trust();
    toldWaiting = isWaiting();
    publish(topics.status(gateway), JSON.stringify(status("online")), { retain: true });
    cancelBeat();
    cancelBeat = clock.after(
      toldWaiting ? Math.min(silenceMs, settings.statusEveryMs) : settings.statusEveryMs,
      tellStatus,
    );
  }

  /** What people read at the hub does not wait for the beat: a clock confirmed, a backlog gone. */
  function tellChange(): void {
    if (clock.trust() !== toldTrust || (toldWaiting && !isWaiting())) tellStatus();
  }

  function isWaiting(): boolean {
    return lanes.some((lane) => journal[lane].waiting() > 0);
  }

  function onMessage(topic: string, payload: Uint8Array): void {
    try {
      const parsed = parseTopic(topic);
      if (parsed?.gateway !== gateway) return;
      const document: unknown = JSON.parse(new TextDecoder().decode(payload));
      if (parsed.kind === "ack") onAck(check(Ack, document, "BATCH_INVALID"));
      else if (parsed.kind === "desired") events.onDesired(document);
      else if (parsed.kind === "do") events.onCommand(parsed.id, document);
    } catch (cause) {
      const fault =
        cause instanceof Fault ? cause : new Fault("BATCH_INVALID", `${topic}: ${(cause as Error).message}`, { cause });
      events.onTrouble(fault);
    }
  }

  function onAck(ack: Ack): void {
    failures = 0;
    clock.hear(ack.time);
    if (ack.refused !== undefined)
      onRefused(ack.refused).catch((error) => events.onTrouble(asFault(error, "a quarantine")));
    for (const lane of lanes) {
      const part = ack[lane];
      if (part?.epoch !== journal[lane].epoch) continue;
      senders[lane]
        .onAck(part)
        .then(tellChange)
        .catch((error) => events.onTrouble(asFault(error, `the ${lane} lane`)));
    }
  }

  async function onRefused(refusal: Refusal): Promise<void> {
    events.onTrouble(
      new Fault(
        "BATCH_INVALID",
        `the hub refused ${refusal.lane} from ${refusal.from}: ${refusal.code} ${refusal.detail}`,
      ),
    );
    if (refusal.code === "BATCH_WRONG_EPOCH") return tellStatus();
    await senders[refusal.lane].onRefused(refusal);
  }

  function onClosed(reason: string): void {
    isOpen = false;
    connection = null;
    cancelBeat();
    for (const lane of lanes) senders[lane].reset();
    if (ended) return;
    const code = /not authorized/i.test(reason) ? "GATEWAY_KEY_MISMATCH" : "HUB_UNREACHABLE";
    events.onTrouble(new Fault(code, `${settings.url} (${reason})`));
    cancelRetry = clock.after(pauseBefore(failures++, settings, random()), open);
  }

  function tellReported(): void {
    if (reported !== null) publish(topics.reported(gateway), JSON.stringify(reported), { retain: true });
  }

  /** A result found while the line is down is told when it is up again. */
  function tellDone(result: { id: string; document: unknown }): void {
    if (isOpen) publish(topics.done(gateway, result.id), JSON.stringify(result.document));
    else untold = [...untold, result].slice(-mostUntold);
  }

  function publish(topic: string, payload: string | Uint8Array, options: { retain?: boolean } = {}): void {
    if (isOpen) connection?.publish(topic, payload, options);
  }

  function status(state: GatewayStatus["state"]): GatewayStatus {
    return {
      state,
      boot: clock.boot,
      session,
      version: settings.version,
      clock: clock.trust(),
      epochs: { data: journal.data.epoch, alert: journal.alert.epoch },
      backlog: { data: journal.data.waiting(), alert: journal.alert.waiting() },
    };
  }

  return {
    register(next) {
      registration = next;
      publish(topics.devices(gateway), JSON.stringify(next), { retain: true });
    },
    report(document) {
      reported = document;
      tellReported();
    },
    done: (id, document) => tellDone({ id, document }),
    isOnline: () => isOpen,
    async close() {
      ended = true;
      cancelRetry();
      cancelBeat();
      publish(topics.status(gateway), JSON.stringify(status("offline")), { retain: true });
      await connection?.end(1000);
    },
  };
}

const alertBody = (records: readonly Uint8Array[]) => encodeAlerts(records.map(decodeEvent));
const dataBody = (records: readonly Uint8Array[]) => encodeBatch(records.map(decodeReading));

/** What is no fault yet came from the disk. */
function asFault(error: Error, what: string): Fault {
  return error instanceof Fault ? error : new Fault("DISK_FAILED", `${what} (${error.message})`, { cause: error });
}
