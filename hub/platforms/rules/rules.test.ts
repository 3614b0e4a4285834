/** Rules that time wakes outlive a disk that is full for a while. */
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { freshStore } from "../../../test/kit/fresh-store.ts";
import type { RuleStateRow } from "../../store/rule-states.ts";
import type { Store } from "../../store/store.ts";
import { startRuleClock } from "./rules.ts";

const now = 1_790_000_000_000;
/** Of a device that is gone: a rule that is woken ends. */
const row = {
  ...{ gateway: "ctwing-1", device: "d1", rule: "high", state: { phase: "normal" }, by: "b", open: null },
  due: now - 1,
} as unknown as RuleStateRow;

test.each(["read", "transaction"] as const)(
  "where a %s fails, it is logged, and what is due is woken later",
  async (way) => {
    const real = await freshStore(now);
    onTestFinished(() => real.close());
    await real.transaction(({ ruleStates }) => ruleStates.put(row));
    let isFull = true;
    const full: Store["read"] = async () => {
      await setImmediate();
      throw new Fault("DISK_FAILED", "database or disk is full");
    };
    const store = new Proxy(real, { get: (all, name) => (isFull && name === way ? full : all[name as keyof Store]) });
    const codes: string[] = [];
    const log = pino({}, { write: (line) => void codes.push(JSON.parse(line).err.code) });
    const waits: number[] = [];
    const pause = async (ms: number, signal: AbortSignal) => {
      waits.push(ms);
      await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
    };
    const rules = startRuleClock({ store, log, pause, tell: () => {}, clock: () => now });
    onTestFinished(() => rules.close());
    await rules.settled();
    expect([waits, codes]).toEqual([[1000], ["DISK_FAILED"]]);
    isFull = false;
    rules.wake();
    await rules.settled();
    expect(await real.read(({ ruleStates }) => ruleStates.nextDue())).toBe(null);
  },
);
