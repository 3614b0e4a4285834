import { describe, expect, onTestFinished, test } from "vitest";
import { quiet } from "../../core/evaluate.ts";
import type { DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { silent } from "../../test/kit/quiet-hub.ts";
import { level, pit } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { letGo, rollUp, settle, startUpkeep, type UpkeepOptions } from "./upkeep.ts";

const gateway = "gw-1" as GatewayId;
const day = 86_400_000;
const now = 1_790_000_000_000;

async function stored(days: readonly number[]) {
  const store = openStore(tempFolder(), now);
  onTestFinished(() => store.close());
  const series = await store.transaction(async (tables) => {
    await tables.gateways.meet(gateway, now);
    await tables.devices.meet(gateway, pit);
    const { id } = await tables.series.create({ gateway, device: pit, point: level }, true);
    const at = days.map((ago) => now - ago * day);
    const column = { at, values: days, quality: days.map(() => 0) };
    await tables.readings.append({ gateway, received: now - day, journal: null, columns: [{ series: id, column }] });
    for (const moment of at)
      await tables.faults.add({ gateway, code: "FIELD_SILENT", subject: "", detail: "" }, moment);
    return id;
  });
  const rest = { clock: () => now, log: silent, pause: async () => {} };
  const keep = { keepRawDays: 400, keepMinuteDays: 450, keepHourDays: 600, keepFaultDays: 100, keepMessageDays: 30 };
  const options: UpkeepOptions = { store, ...keep, ...rest };
  const ages = () =>
    store.transaction(async ({ readings, faults }) => ({
      readings: (await readings.query(series, { from: 0, to: now + 1, limit: 9999, keep: "oldest" })).length,
      minutes: (await readings.buckets(series, { from: 0, to: now + 1, stepMs: 60_000, limit: 9999 })).length,
      hours: (await readings.buckets(series, { from: 0, to: now + 1, stepMs: 3_600_000, limit: 9999 })).length,
      faults: (await faults.list(9999)).length,
    }));
  return { options, ages };
}

const open = new AbortController().signal;

async function allRounds(options: UpkeepOptions): Promise<void> {
  for (const round of [settle, rollUp, letGo]) await round(options, open);
}

test("what is older than it need be goes, and nothing else", async () => {
  const { options, ages } = await stored([700, 500, 401, 400, 399, 101, 100, 99, 0]);
  await allRounds(options);
  expect(await ages()).toEqual({ readings: 6, minutes: 7, hours: 8, faults: 3 });
});

test("messages of platforms go after their days, and what nobody adopted with them; what waits or is known stays", async () => {
  const { options } = await stored([]);
  const { store } = options;
  const connector = "sl651-1" as GatewayId;
  const about = { platform: "sl651", title: "x", place: "y", settings: {}, products: [], quietAfterMs: 60_000 };
  await store.transaction(async (tables) => {
    const { connectors, pushes, foreignDevices, ruleStates } = tables;
    await connectors.put({ id: connector, ...about, state: "on", by: "operator", at: 1 });
    const [old, young] = [now - 30 * day - 1, now - 30 * day];
    const push = (key: string, received: number) => ({ connector, key, received, from: "", body: new Uint8Array() });
    const outcome = { why: "", platformAt: null, yielded: [], foreign: null };
    await pushes.add(["old", "refused", "waiting"].map((key) => push(key, old)));
    await pushes.add([push("young", young)]);
    for (const [n, state] of [
      [1, "taken"],
      [2, "refused"],
      [4, "taken"],
    ] as const)
      await pushes.settle(n, { ...outcome, state });
    for (const [foreign, model, heardAt] of [
      ["a", null, old],
      ["b", null, young],
      ["c", "x", old],
    ] as const) {
      const known = { connector, foreign, device: foreign as DeviceId, product: "", model, title: "", place: "" };
      await foreignDevices.put({ ...known, settings: {}, metAt: 1, heardAt, isOnline: null });
    }
    for (const [device, open] of [
      ["gone", null],
      ["raised", {} as never],
    ] as const)
      await ruleStates.put({
        ...{ gateway: connector, device: device as DeviceId, rule: "high" as RuleId, state: quiet, by: "" },
        ...{ open, due: null },
      });
  });
  await letGo(options, open);
  const left = await store.read(async ({ pushes, foreignDevices, ruleStates }) => ({
    pushes: (await pushes.list(connector, null, 9)).map(({ key }) => key),
    devices: (await foreignDevices.list(connector)).map(({ foreign }) => foreign),
    rules: [
      await ruleStates.find(connector, "gone" as DeviceId, "high" as RuleId),
      (await ruleStates.find(connector, "raised" as DeviceId, "high" as RuleId))?.device,
    ],
  }));
  expect(left).toEqual({ pushes: ["young", "waiting"], devices: ["b", "c"], rules: [null, "raised"] });
});

describe("what is over", () => {
  const ticket = "ticket-1" as TicketId;
  const lane = "district/cases";

  test("leaves the outbox after a week, in steps; what waits or was refused stays", async () => {
    const { options } = await stored([]);
    const { store } = options;
    await store.transaction(async ({ outbox }) => {
      const add = (id: string) => outbox.add({ lane, key: id, id, body: {}, at: 1 });
      for (let n = 1; n <= 2500; n++) {
        await add(`old-${n}`);
        await outbox.done(n, now - 7 * day - 1);
      }
      for (const id of ["young", "waiting", "refused"]) await add(id);
      await outbox.done(2501, now - 7 * day);
      await outbox.refuse(2503, "unknown", 2);
    });
    let pauses = 0;
    await letGo({ ...options, pause: async () => void pauses++ }, open);
    const left = await store.read(async ({ outbox }) => {
      const states = ["done", "waiting", "refused"] as const;
      return (await Promise.all(states.map((state) => outbox.list(lane, state, 9999)))).flat().map(({ id }) => id);
    });
    expect(left).toEqual(["young", "waiting", "refused"]);
    expect(pauses).toBeGreaterThanOrEqual(2);
  });

  test("of a callback loses its words after ninety days, and is still known", async () => {
    const { options } = await stored([]);
    const { store } = options;
    await store.transaction(async ({ callbacks }) => {
      const wish = { ticket, body: "{}", state: "waiting" as const };
      for (const [id, seq, ago] of [
        ["old", 1, 91],
        ["young", 2, 89],
        ["waiting", 3, 91],
      ] as const)
        await callbacks.add({ ...wish, id, seq, receivedAt: now - ago * day });
      for (const id of ["old", "young"]) await callbacks.end(id, "applied", null, now - 80 * day);
    });
    await letGo(options, open);
    const bodyOf = (id: string) => store.read(async ({ callbacks }) => (await callbacks.find(id))?.body);
    expect([await bodyOf("old"), await bodyOf("young"), await bodyOf("waiting")]).toEqual(["", "{}", "{}"]);
  });
});

test("a great deal of one moment goes too", async () => {
  const { options, ages } = await stored([...Array.from({ length: 3500 }, () => 500), 1]);
  await allRounds(options);
  expect((await ages()).readings).toBe(1);
});

test("a step ends when its time is over, and the next goes on", async () => {
  const { options, ages } = await stored([500, 450, 401, 300, 1]);
  let ms = 0;
  let pauses = 0;
  await allRounds({ ...options, monotonic: () => (ms += 100), pause: async () => void pauses++ });
  expect(await ages()).toMatchObject({ readings: 2, hours: 5 });
  expect(pauses).toBeGreaterThan(5);
});

test("nothing goes before it is folded", async () => {
  const { options, ages } = await stored([500, 1]);
  await settle(options, open);
  await letGo(options, open);
  expect((await ages()).readings).toBe(2);
});

/** What upkeep let go at its start, of two readings; the hub's clock was `ahead` of the moment that was believed. */
async function begun(ahead: number | null) {
  const { options, ages } = await stored([500, 1]);
  if (ahead !== null) await options.store.transaction(({ marks }) => marks.put("clock that is believed", now - ahead));
  await settle(options, open);
  await rollUp(options, open);
  const resting = Promise.withResolvers<void>();
  let rounds = 0;
  const upkeep = startUpkeep({
    ...options,
    pause: async (ms, signal) => {
      if (ms < 1000 || signal.aborted) return;
      const over = new Promise((done) => signal.addEventListener("abort", done));
      rounds += 1;
      if (rounds === 3) resting.resolve();
      await over;
    },
  });
  await resting.promise;
  await upkeep.close();
  const told = (await options.store.read(({ faults }) => faults.list(9))).filter(({ code }) => code === "CLOCK_JUMPED");
  return { readings: (await ages()).readings, told: told.length };
}

test("it begins at once, and ends when asked to", async () => {
  expect(await begun(day)).toEqual({ readings: 1, told: 0 });
});

test("a clock that jumped ahead lets nothing go, and is told", async () => {
  expect(await begun(105 * day)).toEqual({ readings: 2, told: 1 });
});

test("nor does one that was never believed before", async () => {
  expect(await begun(null)).toEqual({ readings: 2, told: 0 });
});
