/** The MQTT session with the hub: connects, tells status and devices, sends the lanes, hears acknowledgements and wishes. */
import { type Ack, decodeAck, type Refusal } from "../../core/ack.ts";
import { Fault, faults, isFaultCode } from "../../core/fault.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";
import { type Lane, lanes } from "../../core/lane.ts";
import type { Registration } from "../../core/registration.ts";
import { gatewaySubscriptions, parseTopic, topics } from "../../core/topics.ts";
import type { Clock } from "../clock/clock.ts";
import type { Journal } from "../journal/journal.ts";
import { type BackoffSettings, pauseAsked, pauseBefore } from "./backoff.ts";
import { bodyMakers } from "./bodies.ts";
import { closedCode } from "./closed-code.ts";
import { type Connection, openConnection, type TlsIdentity } from "./connection.ts";
import { type LaneSender, laneSender } from "./lane-sender.ts";
import { watchSilence } from "./silence.ts";

export type UplinkSettings = {
  gateway: GatewayId;
  url: string;
  key: string;
  /** Null: by name and key alone. */
  tls: TlsIdentity | null;
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
  /** Something the hub must hear of, too. */
  onFault(fault: Fault): void;
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

/** Four places are kept for what is live, whatever backlog is in flight. */
const dataBatches = { batch: 100, window: 20, backlogBatch: 500, backlogWindow: 16 };
const connectTimeoutMs = 10_000;
/** A single record refused so often is set aside. */
const refusals = 3;
/** An alert that is refused even so is offered again after so many statuses. */
const offerAgainBeats = 10;
/** An uplink that has no answer for so many times `silenceMs` looks whether its line still lives. */
const silences = 3;
/** What the hub cannot do just now is told to the log so often, whatever it refuses meanwhile. */
const tellRefusalMs = 60 * 60_000;
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
  /** Ms the hub asked to stay away; null when it did not. */
  let awayMs: number | null = null;
  const heldTold = new Set<number>();
  const refusalTold = new Map<string, number>();
  let cancelRetry: () => void = () => undefined;
  let cancelBeat: () => void = () => undefined;
  const patienceMs = silences * silenceMs;
  const silence = watchSilence(clock, patienceMs, silenceMs, () => connection?.drop(`no answer for ${patienceMs} ms`));

  const bodies = bodyMakers(clock);
  const lineOf = (lane: Lane) => ({
    encode: bodies[lane],
    publish(from: number, body: Uint8Array) {
      publish(topics.batch(gateway, lane, journal[lane].epoch, from), body);
      if (isOpen) silence.asked();
    },
    onTrouble: (error: Error) => events.onTrouble(asFault(error, `the ${lane} lane`)),
  });
  const alertLine = { ...lineOf("alert"), onHeldBack: tellHeldBack };
  const patience = { refusals, silenceMs };
  const held = { whenRefused: "hold-back", offerAgainMs: offerAgainBeats * settings.statusEveryMs } as const;
  const senders: Record<Lane, LaneSender> = {
    alert: laneSender(journal.alert, { batch: 50, window: 1, ...patience, ...held }, alertLine, clock),
    data: laneSender(journal.data, { ...dataBatches, ...patience }, lineOf("data"), clock),
  };
  for (const lane of lanes) journal[lane].onCommit(() => senders[lane].pump());
  open();

  function open(): void {
    session++;
    const { url, key, keepaliveS, tls } = settings;
    const will = { topic: topics.status(gateway), payload: JSON.stringify(status("offline")) };
    connection = openConnection(
      { url, clientId: gateway, username: gateway, password: key, keepaliveS, connectTimeoutMs, will, tls },
      gatewaySubscriptions(gateway),
      { onOpen, onHeard: silence.heard, onMessage, onClosed },
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
    silence.asked();
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
    return lanes.some((lane) => journal[lane].waiting() > 0 || journal[lane].gaps().length > 0);
  }

  function onMessage(topic: string, payload: Uint8Array): void {
    try {
      const parsed = parseTopic(topic);
      if (parsed?.gateway !== gateway) return;
      if (parsed.kind === "ack") onAck(decodeAck(payload));
      else if (parsed.kind === "desired") events.onDesired(parseJson(payload));
      else if (parsed.kind === "do") events.onCommand(parsed.id, parseJson(payload));
    } catch (cause) {
      const fault =
        cause instanceof Fault ? cause : new Fault("BATCH_INVALID", `${topic}: ${(cause as Error).message}`, { cause });
      events.onTrouble(fault);
    }
  }

  function onAck(ack: Ack): void {
    failures = 0;
    silence.answered();
    clock.hear(ack.time);
    if (ack.retryAfterS !== undefined) stayAway(ack.retryAfterS);
    if (ack.rate !== undefined) senders.data.limit(ack.rate);
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

  /** The hub goes, or has too much to do: it is told that the gateway leaves, which then comes back in its time. */
  function stayAway(retryAfterS: number): void {
    if (ended || !isOpen) return;
    awayMs = pauseAsked(retryAfterS, random());
    publish(topics.status(gateway), JSON.stringify(status("offline")), { retain: true });
    isOpen = false;
    void connection?.end(1000);
  }

  function tellRefusal({ lane, from, code, detail }: Refusal): void {
    const known = isFaultCode(code) ? code : "BATCH_INVALID";
    const now = clock.monotonic();
    if (faults[known].retry && now - (refusalTold.get(code) ?? Number.NEGATIVE_INFINITY) < tellRefusalMs) return;
    refusalTold.set(code, now);
    events.onTrouble(new Fault(known, `the hub refused ${lane} from ${from}: ${code} ${detail}`));
  }

  /** The log is told each time, the hub once: its own rows count the refusals. */
  function tellHeldBack(offset: number, { code, detail }: Pick<Refusal, "code" | "detail">): void {
    const again = `it is offered again every ${held.offerAgainMs / 1000} s`;
    const fault = new Fault("ALERT_REFUSED", `alert ${offset} of the journal: ${code} ${detail}; ${again}`);
    events.onTrouble(fault);
    if (!heldTold.has(offset)) events.onFault(fault);
    heldTold.add(offset);
  }

  async function onRefused(refusal: Refusal): Promise<void> {
    tellRefusal(refusal);
    if (refusal.code === "BATCH_WRONG_EPOCH") return tellStatus();
    await senders[refusal.lane].onRefused(refusal);
  }

  function onClosed(reason: string): void {
    isOpen = false;
    connection = null;
    cancelBeat();
    silence.closed();
    for (const lane of lanes) senders[lane].reset();
    if (ended) return;
    if (awayMs !== null) {
      cancelRetry = clock.after(awayMs, open);
      awayMs = null;
      return;
    }
    const code = closedCode(reason, settings.tls !== null);
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
      backlog: backlog(),
    };
  }

  function backlog(): GatewayStatus["backlog"] {
    const waits = { data: journal.data.waiting(), alert: journal.alert.waiting() };
    const times = lanes.flatMap((lane) => journal[lane].oldest() ?? []);
    return times.length === 0 ? waits : { ...waits, oldest: Math.max(0, Math.round(Math.min(...times))) };
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
      silence.closed();
      publish(topics.status(gateway), JSON.stringify(status("offline")), { retain: true });
      await connection?.end(1000);
    },
  };
}

function parseJson(payload: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(payload));
}

/** What is no fault yet came from the disk. */
function asFault(error: Error, what: string): Fault {
  return error instanceof Fault ? error : new Fault("DISK_FAILED", `${what} (${error.message})`, { cause: error });
}
