import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DeviceId, Epoch, GatewayId, PointId } from "../../../core/id.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import type { Store } from "../store.ts";
import { openSqliteStore } from "./store.ts";

const gateway = "gw-1" as GatewayId;
const device = "pit-1" as DeviceId;
const point = "level" as PointId;
const journal = { gateway, lane: "data" as const, epoch: "epoch-1" as Epoch };
const [now, later] = [1_790_000_000_000, 1_790_100_000_000];

/** Three hundred readings, in chunks or still in the log, of which one row is spoilt on the disk. */
async function spoilt(place: "chunks" | "log"): Promise<Store> {
  const folder = tempFolder();
  const first = openSqliteStore(folder, now);
  await first.transaction(async (tables) => {
    await tables.gateways.meet(gateway, now);
    await tables.devices.meet(gateway, device);
    const { id: series } = await tables.series.create({ gateway, device, point }, true);
    for (let n = 0; n < 300; n += 100) {
      const at = Array.from({ length: 100 }, (_, i) => now + (n + i) * 1000);
      const column = { at, values: at.map((_, i) => n + i), quality: at.map(() => 0) };
      const part = { lane: journal.lane, epoch: journal.epoch, from: n, to: n + 100 };
      await tables.readings.append({ gateway, received: now, journal: part, columns: [{ series, column }] });
    }
  });
  if (place === "chunks") await first.transaction(({ readings }) => readings.settle(later, () => false));
  await first.close();
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(join(folder, "hub.db"));
  database.exec(`UPDATE ${place} SET body = CAST(substr(body, 1, 40) || x'00ff00' || substr(body, 44) AS BLOB)
    WHERE id = (SELECT max(id) FROM ${place})`);
  database.close();
  const store = openSqliteStore(folder, later);
  onTestFinished(() => store.close());
  return store;
}

const look = (store: Store) =>
  store.read(async ({ readings, series, ledger, faults, ranges }) => {
    const [row] = await series.list();
    const all = await readings.query(row?.id ?? 0, { from: 0, to: later, limit: 1e6, keep: "oldest" });
    const losses = (await ledger.list({}, 9)).map(({ why, count }) => [why, count]);
    const told = (await faults.list(9)).map(({ code }) => code);
    return { stored: all.length, delivered: row?.delivered, losses, told, have: await ranges.find(journal) };
  });

test("a damaged chunk is set aside, counted and told; the rest stays, and what is stored plus what is lost is what came", async () => {
  const store = await spoilt("chunks");
  const before = await look(store);
  expect(before.stored).toBeLessThan(300);
  await store.transaction(({ readings }) => readings.settle(later, () => false));
  const after = await look(store);
  expect(after).toEqual({
    ...before,
    delivered: before.stored,
    losses: [["damaged", 300 - before.stored]],
    told: ["STORE_DAMAGED"],
  });
});

test("a damaged row of the log does not keep the hub from starting, and its offsets are not asked for again", async () => {
  const store = await spoilt("log");
  expect(await look(store)).toEqual({
    stored: 200,
    delivered: 200,
    losses: [["damaged", 100]],
    told: ["STORE_DAMAGED"],
    have: [[0, 300]],
  });
});
