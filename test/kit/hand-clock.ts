/** A clock turned by hand: what is due runs when the test says that time has passed. */
import type { Clock } from "../../agent/clock/clock.ts";

export type HandClock = Clock & {
  /** Lets `ms` pass; what falls due meanwhile runs in order, and promises settle in between. */
  pass(ms: number): Promise<void>;
  /** The wall clock is set to another time; durations do not notice. */
  step(ms: number): void;
  /** The time is confirmed, or no longer is. */
  setTrust(to: "synced" | "estimated"): void;
  /** The run that stamps from now on. */
  setBoot(count: number): void;
};

export function handClock(start = 1_790_000_000_000): HandClock {
  let now = 0;
  let offset = start;
  let due: { at: number; run: () => void }[] = [];
  let bootCount = 1;
  let trust: "synced" | "estimated" = "synced";
  return {
    get boot() {
      return `boot-${bootCount}`;
    },
    get bootCount() {
      return bootCount;
    },
    monotonic: () => now,
    wall: () => offset + now,
    trust: () => trust,
    backdate: (record) => record,
    hear: (hubTime) => {
      trust = Math.abs(hubTime - offset - now) <= 5000 ? "synced" : "estimated";
    },
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    async pass(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.run();
        await settled();
      }
      now = end;
    },
    step(ms) {
      offset += ms;
    },
    setTrust(to) {
      trust = to;
    },
    setBoot(count) {
      bootCount = count;
    },
  };
}

/** Lets promises that are already decided run their course. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
