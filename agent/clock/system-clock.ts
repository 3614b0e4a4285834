/** The clock of a gateway, which may have no battery, no NTP and no line: trusted by NTP or the hub, else the best estimate. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { quality } from "../../core/quality.ts";
import type { Disk } from "../journal/disk.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import type { Clock, Dated } from "./clock.ts";
import { addBoot, type Confirmation, confirm, offsetOf, openClockMemory, stillHolds } from "./memory.ts";
import { isNtpSynced } from "./ntp.ts";

/** What the clock is made of. */
export type Sources = {
  /** The machine's date, ms since 1970; anybody may set it. */
  date(): number;
  /** ms since the machine's boot. */
  monotonic(): number;
  /** Id of the machine's boot: the monotonic clock compares within it. */
  machineBoot: string;
  isNtpSynced(): Promise<boolean>;
  after(ms: number, callback: () => void): () => void;
};

export type SystemClock = Clock & {
  /** Remembers what time it is for the next start. */
  close(): Promise<void>;
};

export type ClockOptions = {
  folder: string;
  bootCount: number;
  /** `auto` asks the machine's NTP service first; `hub` believes the hub alone. */
  source: "auto" | "hub";
  report: Report;
  disk?: Disk;
};

/** Farther apart than this, stamps of gateway and hub could not be ordered. */
const agreeMs = 5000;
const askTrustedMs = 60_000;
const askUntrustedMs = 10_000;
/** How much time a start without a clock may lose at the most; each is a write on the card. */
const saveFloorMs = 600_000;

/** Opens what is remembered in `folder` and asks NTP once. */
export async function openClock(options: ClockOptions, sources: Sources = machine()): Promise<SystemClock> {
  const { folder, bootCount, report, disk } = options;
  const { monotonic, machineBoot, after } = sources;
  const memory = await openClockMemory(folder, report, disk);
  const dateOffset = () => sources.date() - monotonic();
  const asksNtp = async () => options.source === "auto" && (await sources.isNtpSynced());
  let isNtp = await asksNtp();
  const { confirmed } = memory.data;
  let trusted = stillHolds(memory.data, { machine: machineBoot, dateOffset: dateOffset(), isNtp });
  /** Wall clock minus monotonic clock, ms. Of a boot that was dated, what it was then is the best estimate at least. */
  let offset =
    confirmed?.machine === machineBoot ? confirmed.offset : Math.max(sources.date(), memory.data.floor) - monotonic();
  addBoot(memory.data, bootCount, machineBoot, trusted ? offset : null);
  let disagrees = false;
  let cancelAsk: () => void = () => undefined;
  let cancelSave: () => void = () => undefined;

  const wall = () => Math.round(offset + monotonic());

  function adopt(next: number, by: Confirmation["by"]): void {
    const isNews = !trusted || Math.abs(next - offset) > agreeMs;
    offset = next;
    trusted = true;
    confirm(memory.data, { machine: machineBoot, by, offset, dateOffset: dateOffset() });
    if (isNews) void save();
  }

  function follow(): void {
    if (isNtp) adopt(dateOffset(), "ntp");
    cancelAsk = after(trusted ? askTrustedMs : askUntrustedMs, () => void ask());
  }

  async function ask(): Promise<void> {
    isNtp = await asksNtp();
    follow();
  }

  /** NTP wins over the hub; without it the hub's time is the only one there is. */
  function hear(hubTime: number): void {
    const differs = Math.abs(hubTime - wall()) > agreeMs;
    if (isNtp && differs && !disagrees)
      report({
        code: "CLOCK_DISAGREES",
        detail: `the hub is ${Math.round((hubTime - wall()) / 1000)} s from NTP's time`,
      });
    disagrees = isNtp && differs;
    if (!isNtp) adopt(differs ? hubTime - monotonic() : offset, "hub");
  }

  async function save(): Promise<void> {
    cancelSave();
    memory.data.floor = trusted ? wall() : Math.max(memory.data.floor, wall());
    cancelSave = after(saveFloorMs, () => void save());
    await memory.write().catch(faultsTo(report));
  }

  function backdate<Kind extends Dated>(record: Kind): Kind {
    const then = (record.quality & quality.estimated) === 0 ? null : offsetOf(memory.data, record.boot);
    if (then === null) return record;
    const bits = (record.quality & ~quality.estimated) | quality.backdated;
    return { ...record, at: Math.max(0, Math.round(then + record.mono)), quality: bits };
  }

  follow();
  await save();
  return {
    boot: randomBytes(6).toString("hex"),
    bootCount,
    monotonic,
    wall,
    trust: () => (trusted ? "synced" : "estimated"),
    hear,
    after,
    backdate,
    async close() {
      cancelAsk();
      await save();
      cancelSave();
    },
  };
}

/** The real ones. */
export function machine(): Sources {
  return {
    date: () => Date.now(),
    monotonic: () => Number(process.hrtime.bigint() / 1000n) / 1000,
    machineBoot: machineBoot(),
    isNtpSynced,
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** [Linux random(4)] boot_id; a machine that has none is taken for newly booted each time. */
function machineBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return randomBytes(16).toString("hex");
  }
}
