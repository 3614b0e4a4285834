import { expect, onTestFinished, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
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
  const keep = { keepRawDays: 400, keepMinuteDays: 450, keepHourDays: 600, keepFaultDays: 100 };
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

test("it begins at once, and ends when asked to", async () => {
  const { options, ages } = await stored([500, 1]);
  await settle(options, open);
  await rollUp(options, open);
  const upkeep = startUpkeep({
    ...options,
    pause: async (ms, signal) => {
      if (ms >= 1000 && !signal.aborted) await new Promise((done) => signal.addEventListener("abort", done));
    },
  });
  await expect.poll(async () => (await ages()).readings).toBe(1);
  await upkeep.close();
});
