/** Sends one lane: fills the window, hears acknowledgements and refusals, cuts a poison record out. */
import { setImmediate } from "node:timers/promises";
import type { LaneAck, Refusal } from "../../core/ack.ts";
import { Fault, faults, isFaultCode } from "../../core/fault.ts";
import { encodeGap } from "../../core/gap.ts";
import { addRange, coverOf, type OffsetRanges } from "../../core/offset-ranges.ts";
import { type Bucket, type BucketRate, fullBucket, take, waitFor } from "../../core/token-bucket.ts";
import type { Clock } from "../clock/clock.ts";
import type { Lane } from "../journal/lane.ts";
import { makeDoubts, type WhenRefused } from "./doubts.ts";
import { type Choice, chooseNext, nextFlights } from "./window.ts";

export type SenderSettings = {
  /** Live records in a batch, batches in flight. */
  batch: number;
  window: number;
  /** The same for the backlog; as above unless given. */
  backlogBatch?: number;
  backlogWindow?: number;
  /** A single record refused so often is set aside, or sent in its reduced form and, refused again, held back. */
  refusals: number;
  /** `set-aside` unless given. */
  whenRefused?: WhenRefused;
  /** What is held back is offered again after this time, ms, and on each new connection. */
  offerAgainMs?: number;
  /** A batch not answered for so long, ms, is sent again: the hub may have died with it. */
  silenceMs: number;
};

export type LaneSender = {
  /** Sends what the window allows. */
  pump(): void;
  /** Records of backlog that may be sent a second, from now on; none said is no limit. Live records are never held. */
  limit(perSecond: number): void;
  /** The first one of a connection begins the sending: what comes from then on is live. */
  onAck(ack: LaneAck): Promise<void>;
  /** Resolves when what follows from it is on the disk. */
  onRefused(refusal: Refusal): Promise<void>;
  /** The line is down, or the hub is silent: nothing is in flight any more. */
  reset(): void;
};

type Flight = { from: number; to: number; sentAt: number; isGap: boolean; isBacklog: boolean };

export type SenderLine = {
  /** Makes a body from the lane's records; throws when one of them is none. */
  encode(records: readonly Uint8Array[], isBacklog: boolean, isReduced: boolean): Uint8Array;
  publish(from: number, body: Uint8Array): void;
  /** The disk could not be read or written, or nobody answers; what was in flight is tried again when its time is over. */
  onTrouble(error: Error): void;
  /** The hub refuses this record in every form; `offerAgainMs` from now it is sent again. */
  onHeldBack?(offset: number, why: Pick<Refusal, "code" | "detail">): void;
};

const usualOfferMs = 10 * 60_000;
/** Backlog batches in flight when a connection begins. */
const firstFlights = 4;
/** A batch sent again more often without an answer is told. */
const silentResends = 5;

export function laneSender(lane: Lane, settings: SenderSettings, line: SenderLine, clock: Clock): LaneSender {
  const { encode, publish, onTrouble } = line;
  const { batch, window, backlogBatch = batch, backlogWindow = window } = settings;
  let active = false;
  let generation = 0;
  let liveFrom = 0;
  let inFlight: Flight[] = [];
  let flights = Math.min(firstFlights, backlogWindow);
  let rate: BucketRate | null = null;
  let bucket: Bucket = { tokens: 0, at: 0 };
  let cancel: () => void = () => undefined;
  let cancelRefill: () => void = () => undefined;
  let cancelOffer: (() => void) | null = null;
  /** Of the backlog one batch is made in a turn of the event loop: an alert comes in between. */
  let turn: Promise<void> = Promise.resolve();
  const doubts = makeDoubts(settings.refusals, settings.whenRefused ?? "set-aside");
  const refusedGaps = new Map<number, number>();
  /** How often a batch was not answered, by its first offset, and whether that was told. */
  const unanswered = new Map<number, number>();
  let isTold = false;

  function view() {
    const flying = inFlight.reduce<OffsetRanges>((ranges, { from, to }) => addRange(ranges, from, to), doubts.held());
    return {
      first: lane.first(),
      next: lane.next(),
      have: lane.have(),
      gaps: lane.gaps(),
      inFlight: flying,
      liveFrom,
      suspects: doubts.suspects,
    };
  }

  function begin(): void {
    if (active) return;
    active = true;
    doubts.offer();
    liveFrom = lane.next();
    flights = Math.min(firstFlights, backlogWindow);
  }

  function pump(): void {
    while (active && inFlight.length < window) {
      const choice = chooseNext(view(), batch, backlogRoom());
      if (choice === null) break;
      const { from, to, gap } = choice;
      const isBacklog = gap === undefined && from < liveFrom;
      if (isBacklog && rate !== null) bucket = take(bucket, rate, to - from, clock.monotonic()) ?? bucket;
      const flight = { from, to, sentAt: clock.monotonic(), isGap: gap !== undefined, isBacklog };
      inFlight.push(flight);
      send(choice, flight, generation).catch(onTrouble);
    }
    watch();
  }

  /** Records of backlog that may go now: none while enough are in flight or the hub's rate is used up. */
  function backlogRoom(): number {
    if (inFlight.filter(({ isBacklog }) => isBacklog).length >= flights) return 0;
    if (rate === null) return backlogBatch;
    const waitMs = waitFor(bucket, rate, clock.monotonic());
    if (waitMs === 0) return Math.min(backlogBatch, rate.perSecond);
    cancelRefill();
    cancelRefill = clock.after(waitMs, pump);
    return 0;
  }

  /** Each batch has its own time to be answered; other answers do not prolong it. */
  function watch(): void {
    cancel();
    const oldest = inFlight.reduce((least, { sentAt }) => Math.min(least, sentAt), Number.POSITIVE_INFINITY);
    if (oldest === Number.POSITIVE_INFINITY) return;
    cancel = clock.after(Math.max(0, oldest + settings.silenceMs - clock.monotonic()), () => {
      const isLate = ({ sentAt }: Flight) => clock.monotonic() - sentAt >= settings.silenceMs;
      inFlight.filter(isLate).forEach(countSilence);
      inFlight = inFlight.filter((flight) => !isLate(flight));
      pump();
    });
  }

  function countSilence({ from, to }: Flight): void {
    flights = 1;
    const times = (unanswered.get(from) ?? 0) + 1;
    unanswered.set(from, times);
    if (times <= silentResends || isTold) return;
    isTold = true;
    onTrouble(new Fault("HUB_UNREACHABLE", `records ${from} to ${to - 1} were sent ${times} times without an answer`));
  }

  async function send({ from, to, gap }: Choice, flight: Flight, sentIn: number): Promise<void> {
    const body =
      gap === undefined ? await encodeRange(flight) : encodeGap({ count: to - from, why: gap.why, series: gap.series });
    if (active && sentIn === generation && body !== null) publish(from, body);
  }

  function nextTurn(): Promise<void> {
    turn = turn.then(() => setImmediate());
    return turn;
  }

  async function encodeRange(flight: Flight): Promise<Uint8Array | null> {
    const { from, to } = flight;
    if (flight.isBacklog) await nextTurn();
    const records = await lane.records(from, to);
    if (records.length === to - from) return tryEncode(flight, records);
    const isNoted = lane.first() > from || lane.gaps().some((gap) => gap.from < to && gap.to > from);
    if (isNoted && inFlight.includes(flight)) {
      inFlight = inFlight.filter((other) => other !== flight);
      pump();
    }
    return null;
  }

  /** Records that cannot be sent are as good as refused: a poison record that blocks its lane would be no better here than there. */
  async function tryEncode(flight: Flight, records: readonly Uint8Array[]): Promise<Uint8Array | null> {
    try {
      return encode(records, flight.isBacklog, doubts.isReduced(flight.from));
    } catch (cause) {
      const { message } = cause as Error;
      onTrouble(new Fault("BATCH_INVALID", `records ${flight.from} to ${flight.to - 1} make no batch (${message})`));
      await refuse(flight, "BATCH_INVALID", message);
      return null;
    }
  }

  async function onRefused({ code, detail, from }: Refusal): Promise<void> {
    const flight = inFlight.find((candidate) => candidate.from === from);
    answered(from);
    // What the hub could not do just now is no fault of the batch: it is sent again when its time is over.
    if (flight === undefined || (isFaultCode(code) && faults[code].retry)) return;
    await refuse(flight, code, detail);
  }

  async function refuse(flight: Flight, code: string, detail: string): Promise<void> {
    if (!inFlight.includes(flight)) return;
    inFlight = inFlight.filter((other) => other !== flight);
    if (flight.isGap) doubtGap(flight.from);
    else if (code !== "BATCH_OVERLAPS") await suspect(flight, { code, detail });
    pump();
  }

  function answered(from: number): void {
    if (unanswered.delete(from)) isTold = false;
  }

  function doubtGap(from: number): void {
    const count = (refusedGaps.get(from) ?? 0) + 1;
    refusedGaps.set(from, count);
    if (count < settings.refusals) return;
    refusedGaps.delete(from);
    lane.forgetGap(from);
  }

  async function suspect({ from, to }: Flight, why: Pick<Refusal, "code" | "detail">): Promise<void> {
    const sentence = doubts.refuse(from, to - from);
    if (sentence === "set-aside") {
      await lane.quarantine(from);
      doubts.drop(from);
    } else if (sentence === "hold-back") {
      line.onHeldBack?.(from, why);
      cancelOffer ??= clock.after(settings.offerAgainMs ?? usualOfferMs, offer);
    }
  }

  /** The hub may have been mended meanwhile, or made newer. */
  function offer(): void {
    cancelOffer = null;
    doubts.offer();
    if (doubts.held().length > 0) cancelOffer = clock.after(settings.offerAgainMs ?? usualOfferMs, offer);
    pump();
  }

  /** What was in flight and is there now; how long it took says how many may fly. */
  function land(have: OffsetRanges): void {
    const [landed, flying] = [[], []] as [Flight[], Flight[]];
    for (const flight of inFlight) (coverOf(have, flight.from, flight.to) === "all" ? landed : flying).push(flight);
    inFlight = flying;
    for (const { sentAt, isBacklog } of landed)
      if (isBacklog) flights = nextFlights(flights, clock.monotonic() - sentAt, backlogWindow);
    for (const from of unanswered.keys()) if (coverOf(have, from, from + 1) === "all") answered(from);
    // A hub that takes what it refused may take the others, too.
    if (doubts.settle(have)) doubts.offer();
  }

  return {
    pump,
    limit(perSecond) {
      if (rate?.perSecond === perSecond) return;
      rate = { perSecond, burst: Math.max(1, perSecond / 4) };
      bucket = fullBucket(rate, clock.monotonic());
    },
    async onAck({ have }) {
      await lane.acknowledge(have);
      begin();
      land(lane.have());
      pump();
    },
    onRefused,
    reset() {
      active = false;
      generation++;
      inFlight = [];
      cancel();
      cancelRefill();
      cancelOffer?.();
      cancelOffer = null;
    },
  };
}
