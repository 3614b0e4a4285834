import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { quality } from "../../core/quality.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { openClock, type Sources } from "./system-clock.ts";

const hub = 1_790_000_000_000;
const day = 86_400_000;
const year = 365 * day;

type Machine = Sources & { set(date: number): void; ntp: boolean; pass(ms: number): Promise<void> };

/** A machine whose date anybody may set; a new boot begins its monotonic clock anew. */
function machine(date: number, machineBoot = "os-1"): Machine {
  const hand = handClock(date);
  const found: Machine = {
    date: hand.wall,
    monotonic: hand.monotonic,
    machineBoot,
    ntp: false,
    isNtpSynced: async () => found.ntp,
    after: hand.after,
    set: (to) => hand.step(to - hand.wall()),
    pass: hand.pass,
  };
  return found;
}

async function start(folder: string, sources: Machine, bootCount = 1) {
  const faults: string[] = [];
  const report = ({ code }: { code: string }) => void faults.push(code);
  const clock = await openClock({ folder, bootCount, source: "auto", report }, sources);
  onTestFinished(() => clock.close());
  return { clock, faults };
}

/** Waits until the memory on the disk says so: what is there then survives a power cut. */
function untilKept(folder: string, what: RegExp): Promise<unknown> {
  return until(`${what} in clock.json`, () => what.test(readFileSync(join(folder, "clock.json"), "utf8")));
}

/** A stamp as the agent makes it now. */
function stamp({ clock }: Awaited<ReturnType<typeof start>>) {
  const bits = clock.trust() === "synced" ? quality.good : quality.estimated;
  return { at: clock.wall(), quality: bits, boot: clock.bootCount, mono: Math.round(clock.monotonic()) };
}

describe("the gateway's clock", () => {
  it("is an estimate until the hub speaks, and then sets right what it stamped before", async () => {
    const sources = machine(0);
    const run = await start(tempFolder(), sources);
    await sources.pass(60_000);
    const early = stamp(run);
    expect(early).toMatchObject({ at: 60_000, quality: quality.estimated });
    expect(run.clock.backdate(early)).toEqual(early);
    await sources.pass(40_000);
    run.clock.hear(hub);
    expect(run.clock.trust()).toBe("synced");
    expect(run.clock.wall()).toBe(hub);
    expect(run.clock.backdate(early)).toEqual({ ...early, at: hub - 40_000, quality: quality.backdated });
  });

  it("keeps the summary bit of a stamp it sets right, and leaves trusted stamps alone", async () => {
    const sources = machine(0);
    const run = await start(tempFolder(), sources);
    const early = { ...stamp(run), quality: quality.estimated | quality.summary };
    run.clock.hear(hub);
    expect(run.clock.backdate(early)).toMatchObject({ at: hub, quality: quality.backdated | quality.summary });
    const late = stamp(run);
    expect(run.clock.backdate(late)).toEqual(late);
  });

  it.each([
    ["back a day", hub - day],
    ["forward a year", hub + year],
    ["to 1970", 0],
  ])("goes on unmoved when the machine's date jumps %s", async (_how, to) => {
    const sources = machine(hub);
    const run = await start(tempFolder(), sources);
    run.clock.hear(hub);
    sources.set(to);
    await sources.pass(70_000);
    expect(run.clock.wall()).toBe(hub + 70_000);
    expect(run.clock.trust()).toBe("synced");
  });

  it("follows the machine's date while NTP keeps it, and the hub's time never overrides NTP", async () => {
    const sources = machine(hub - day);
    const run = await start(tempFolder(), sources);
    await sources.pass(1000);
    sources.ntp = true;
    sources.set(hub);
    await sources.pass(10_000);
    expect([run.clock.trust(), run.clock.wall()]).toEqual(["synced", hub + 10_000]);
    for (let i = 0; i < 3; i++) run.clock.hear(hub + year);
    expect(run.faults).toEqual(["CLOCK_DISAGREES"]);
    expect(run.clock.wall()).toBe(hub + 10_000);
    run.clock.hear(hub + 10_000);
    run.clock.hear(hub - year);
    expect(run.faults).toHaveLength(2);
  });

  it("starts no earlier than the latest moment it knew", async () => {
    const folder = tempFolder();
    const first = await start(folder, machine(hub));
    first.clock.hear(hub);
    await first.clock.close();
    const second = await start(folder, machine(0, "os-2"), 2);
    expect(second.clock.wall()).toBe(hub);
    expect(second.clock.trust()).toBe("estimated");
  });

  it("a power cut loses ten minutes of the floor at the most", async () => {
    const folder = tempFolder();
    const sources = machine(hub);
    await start(folder, sources);
    await sources.pass(600_000);
    await untilKept(folder, new RegExp(`"floor":${hub + 600_000}`));
    await sources.pass(599_000);
    const second = await start(folder, machine(0, "os-2"), 2);
    expect(second.clock.wall()).toBe(hub + 600_000);
  });

  it("a floor that a wrong date set too high comes down once the time is confirmed", async () => {
    const folder = tempFolder();
    const wrong = await start(folder, machine(hub + year));
    wrong.clock.hear(hub);
    await wrong.clock.close();
    expect((await start(folder, machine(0, "os-2"), 2)).clock.wall()).toBe(hub);
  });

  it("dates the records of an earlier run of the same boot of the machine, and of no other boot", async () => {
    const folder = tempFolder();
    const sources = machine(0);
    const first = await start(folder, sources, 1);
    await sources.pass(5000);
    const early = stamp(first);
    const elsewhere = await start(folder, machine(0, "os-2"), 2);
    const undated = stamp(elsewhere);
    const third = await start(folder, sources, 3);
    await sources.pass(5000);
    third.clock.hear(hub);
    expect(third.clock.backdate(early)).toMatchObject({ at: hub - 5000, quality: quality.backdated });
    expect(third.clock.backdate(undated)).toEqual(undated);
  });

  it("is still trusted when the agent alone was started again, though the hub is away", async () => {
    const folder = tempFolder();
    const sources = machine(0);
    (await start(folder, sources, 1)).clock.hear(hub);
    await untilKept(folder, new RegExp(`"offset":${hub}`));
    await sources.pass(30_000);
    const second = await start(folder, sources, 2);
    expect([second.clock.trust(), second.clock.wall()]).toEqual(["synced", hub + 30_000]);
  });

  it.each([
    ["back a day", -day],
    ["forward a year", year],
    ["to 1970", -hub],
  ])("is an estimate after a restart during which the machine's date jumped %s", async (_how, by) => {
    const folder = tempFolder();
    const sources = machine(hub);
    const first = await start(folder, sources, 1);
    first.clock.hear(hub);
    await first.clock.close();
    sources.set(hub + by);
    const second = await start(folder, sources, 2);
    expect([second.clock.trust(), second.clock.wall()]).toEqual(["estimated", hub]);
    const early = stamp(second);
    expect(second.clock.backdate(early)).toEqual(early);
    second.clock.hear(hub + 7000);
    expect(second.clock.backdate(early)).toMatchObject({ at: hub + 7000, quality: quality.backdated });
  });

  it("is trusted after a restart when the hub confirmed it after the machine's date jumped", async () => {
    const folder = tempFolder();
    const sources = machine(hub);
    const first = await start(folder, sources, 1);
    first.clock.hear(hub);
    sources.set(hub + day);
    first.clock.hear(hub);
    await first.clock.close();
    const second = await start(folder, sources, 2);
    expect([second.clock.trust(), second.clock.wall()]).toEqual(["synced", hub]);
  });

  it("is an estimate after a restart when NTP confirmed it and has stopped since", async () => {
    const folder = tempFolder();
    const sources = machine(hub);
    sources.ntp = true;
    await (await start(folder, sources, 1)).clock.close();
    expect((await start(folder, sources, 2)).clock.trust()).toBe("synced");
    sources.ntp = false;
    const third = await start(folder, sources, 3);
    expect([third.clock.trust(), third.clock.wall()]).toEqual(["estimated", hub]);
    third.clock.hear(hub);
    expect(third.clock.trust()).toBe("synced");
  });

  it("goes on after a restart from the latest confirmation, not from the first", async () => {
    const folder = tempFolder();
    const sources = machine(hub);
    const first = await start(folder, sources, 1);
    first.clock.hear(hub + 3_600_000);
    first.clock.hear(hub);
    await first.clock.close();
    expect((await start(folder, sources, 2)).clock.wall()).toBe(hub);
  });

  it("sets a damaged memory aside and goes on", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "clock.json"), "damaged");
    const { clock, faults } = await start(folder, machine(hub));
    expect(faults).toEqual(["JOURNAL_DAMAGED"]);
    expect(clock.wall()).toBe(hub);
    expect(readdirSync(folder).some((name) => name.includes(".bad-"))).toBe(true);
    expect(existsSync(join(folder, "clock.json"))).toBe(true);
  });
});
