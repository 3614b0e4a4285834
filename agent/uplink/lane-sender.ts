/** Sends one lane: fills the window, hears acknowledgements and refusals, sets a poison record aside. */
import type { LaneAck, Refusal } from "../../core/ack.ts";
import { faults, isFaultCode } from "../../core/fault.ts";
import { encodeGap } from "../../core/gap.ts";
import { addRange, coverOf, type OffsetRanges } from "../../core/offset-ranges.ts";
import type { Clock } from "../clock.ts";
import type { Lane } from "../journal/lane.ts";
import { type Choice, chooseNext } from "./window.ts";

export type SenderSettings = {
  /** Records in a batch, batches in flight. */
  batch: number;
  window: number;
  /** A single record refused so often is set aside. */
  refusals: number;
  /** A batch not answered for so long, ms, is sent again: the hub may have died with it. */
  silenceMs: number;
};

export type LaneSender = {
  /** Sends what the window allows. */
  pump(): void;
  /** The first one of a connection begins the sending: what comes from then on is live. */
  onAck(ack: LaneAck): Promise<void>;
  /** Resolves when what follows from it is on the disk. */
  onRefused(refusal: Refusal): Promise<void>;
  /** The line is down, or the hub is silent: nothing is in flight any more. */
  reset(): void;
};

type Flight = { from: number; to: number; sentAt: number; isGap: boolean };

export type SenderLine = {
  /** Makes a body from the lane's records. */
  encode(records: readonly Uint8Array[]): Uint8Array;
  publish(from: number, body: Uint8Array): void;
  /** The disk could not be read or written; what was in flight is tried again when its time is over. */
  onTrouble(error: Error): void;
};

export function laneSender(lane: Lane, settings: SenderSettings, line: SenderLine, clock: Clock): LaneSender {
  const { encode, publish, onTrouble } = line;
  let active = false;
  let generation = 0;
  let liveFrom = 0;
  let inFlight: Flight[] = [];
  let cancel: () => void = () => undefined;
  const suspects = new Map<number, number>();
  const refused = new Map<number, number>();

  function view() {
    const flying = inFlight.reduce<OffsetRanges>((ranges, { from, to }) => addRange(ranges, from, to), []);
    return {
      first: lane.first(),
      next: lane.next(),
      have: lane.have(),
      gaps: lane.gaps(),
      inFlight: flying,
      liveFrom,
      suspects,
    };
  }

  function begin(): void {
    if (active) return;
    active = true;
    liveFrom = lane.next();
  }

  function pump(): void {
    while (active && inFlight.length < settings.window) {
      const choice = chooseNext(view(), settings.batch);
      if (choice === null) break;
      inFlight.push({ from: choice.from, to: choice.to, sentAt: clock.monotonic(), isGap: choice.gap !== undefined });
      send(choice, generation).catch(onTrouble);
    }
    watch();
  }

  /** Each batch has its own time to be answered; other answers do not prolong it. */
  function watch(): void {
    cancel();
    const oldest = Math.min(...inFlight.map(({ sentAt }) => sentAt));
    if (!Number.isFinite(oldest)) return;
    cancel = clock.after(Math.max(0, oldest + settings.silenceMs - clock.monotonic()), () => {
      inFlight = inFlight.filter(({ sentAt }) => clock.monotonic() - sentAt < settings.silenceMs);
      pump();
    });
  }

  async function send({ from, to, gap }: Choice, sentIn: number): Promise<void> {
    const body =
      gap === undefined
        ? await encodeRange(from, to)
        : encodeGap({ count: to - from, why: gap.why, series: gap.series });
    if (active && sentIn === generation && body !== null) publish(from, body);
  }

  async function encodeRange(from: number, to: number): Promise<Uint8Array | null> {
    const records = await lane.records(from, to);
    return records.length === to - from ? encode(records) : null;
  }

  async function onRefused({ code, from }: Refusal): Promise<void> {
    const flight = inFlight.find((candidate) => candidate.from === from);
    // What the hub could not do just now is no fault of the batch: it is sent again when its time is over.
    if (flight === undefined || (isFaultCode(code) && faults[code].retry)) return;
    inFlight = inFlight.filter((other) => other !== flight);
    const size = flight.to - flight.from;
    if (flight.isGap) doubtGap(from);
    else if (code !== "BATCH_OVERLAPS") await suspect(from, size);
    pump();
  }

  function doubtGap(from: number): void {
    const count = (refused.get(from) ?? 0) + 1;
    refused.set(from, count);
    if (count < settings.refusals) return;
    refused.delete(from);
    lane.forgetGap(from);
  }

  /** Halves the batch until the guilty record stands alone; then counts. */
  async function suspect(from: number, size: number): Promise<void> {
    if (size > 1) {
      const half = Math.ceil(size / 2);
      suspects.set(from, half).set(from + half, size - half);
      return;
    }
    const count = (refused.get(from) ?? 0) + 1;
    refused.set(from, count);
    if (count < settings.refusals) return void suspects.set(from, 1);
    await lane.quarantine(from);
    refused.delete(from);
    suspects.delete(from);
  }

  return {
    pump,
    async onAck({ have }) {
      await lane.acknowledge(have);
      begin();
      inFlight = inFlight.filter(({ from, to }) => coverOf(have, from, to) !== "all");
      for (const from of suspects.keys()) if (coverOf(have, from, from + 1) === "all") suspects.delete(from);
      pump();
    },
    onRefused,
    reset() {
      active = false;
      generation++;
      inFlight = [];
      cancel();
    },
  };
}
