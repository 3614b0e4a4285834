import { expect, onTestFinished, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
import { silent } from "../../test/kit/quiet-hub.ts";
import { level, pit } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { letGo, startUpkeep, type UpkeepOptions } from "./upkeep.ts";

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
    await tables.readings.append(id, { at, values: days, quality: days.map(() => 0) });
    for (const moment of at)
      await tables.faults.add({ gateway, code: "FIELD_SILENT", subject: "", detail: "" }, moment);
    return id;
  });
  const rest = { clock: () => now, log: silent, pause: async () => {} };
  const options: UpkeepOptions = { store, keepRawDays: 400, keepFaultDays: 100, ...rest };
  const ages = () =>
    store.transaction(async ({ readings, faults }) => ({
      readings: (await readings.query(series, { from: 0, to: now + 1, limit: 9999, keep: "oldest" })).length,
      faults: (await faults.list(9999)).length,
    }));
  return { options, ages };
}

test("what is older than it need be goes, and nothing else", async () => {
  const { options, ages } = await stored([500, 401, 400, 399, 101, 100, 99, 0]);
  await letGo(options, new AbortController().signal);
  expect(await ages()).toEqual({ readings: 6, faults: 3 });
});

test("a great deal goes in many small steps, also of one moment", async () => {
  const { options, ages } = await stored([...Array.from({ length: 3500 }, () => 500), 1]);
  let pauses = 0;
  await letGo({ ...options, pause: async () => void pauses++ }, new AbortController().signal);
  expect((await ages()).readings).toBe(1);
  expect(pauses).toBe(3);
});

test("it begins at once, and ends when asked to", async () => {
  const { options, ages } = await stored([500, 1]);
  const upkeep = startUpkeep({
    ...options,
    pause: (_ms, signal) => new Promise((done) => signal.addEventListener("abort", () => done())),
  });
  await expect.poll(async () => (await ages()).readings).toBe(1);
  await upkeep.close();
});
