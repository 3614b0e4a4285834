/** The seed: a street's year that is the same each time, holds together, and never mixes with somebody's data unasked. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { coverageView } from "../coverage/views.ts";
import { isSound } from "../enrolment/records.ts";
import { openStore } from "../store/open.ts";
import { ticketViews } from "../tickets/view.ts";
import { fill } from "./fill.ts";

const now = 1_790_000_000_000;
const wish = { devices: 120, tickets: 400, seed: 7, now };
const page = { sort: "newest", limit: 1000 } as const;

async function filled(seed = 7) {
  const store = openStore(tempFolder(), now);
  onTestFinished(() => store.close());
  await fill(store, { ...wish, seed }, () => {});
  return store;
}

async function coverageOf(store: Awaited<ReturnType<typeof filled>>) {
  const view = await coverageView(store, { mine: null });
  const { known, connected, doubtful, ...rest } = view;
  return { total: { known, connected, doubtful }, ...rest };
}

test("has as many devices and cases as asked for, some of them open, each in an area and findable by its place", async () => {
  const store = await filled();
  await store.read(async (tables) => {
    expect(await tables.devices.list()).toHaveLength(120);
    const all = await tables.tickets.page({ ...page, state: "all" });
    expect(all.total).toBe(400);
    expect(
      (await tables.alerts.page({ ...page, state: "all", areas: all.rows.map(({ area }) => area ?? "") })).total,
    ).toBe(400);
    const open = await tables.tickets.page({ ...page, state: "open" });
    expect(open.total).toBe(120);
    for (const view of await ticketViews(tables, open.rows.slice(0, 20), now)) {
      expect(view.area?.name, view.id).toBeTruthy();
      expect(view.place.startsWith(view.area?.name ?? "?"), view.place).toBe(true);
      const found = await tables.tickets.page({ ...page, q: view.place });
      expect(found.rows.map(({ id }) => id)).toContain(view.id);
    }
    for (const { id, state } of all.rows.slice(0, 50)) expect((await tables.tickets.story(id)).at(-1)?.to).toBe(state);
  });
});

test("has been lived in: most devices are adopted, some things failed, some readings are lost, each gateway has its record", async () => {
  const store = await filled();
  await store.read(async ({ registry, faults, ledger, records }) => {
    expect((await registry.listGateways()).map(({ life }) => life)).toEqual(["in-service", "in-service", "in-service"]);
    expect((await faults.page(page)).total).toBe(9);
    expect(await ledger.list({}, 9)).toHaveLength(3);
    const { rows } = await records.page(page);
    expect(rows.map(({ body }) => isSound(JSON.parse(body)))).toEqual([true, true, true]);
  });
});

test("has a list of what should be connected: most of it is, some lacks, some devices are on no list, and somebody is asked", async () => {
  const store = await filled();
  const { total, classes, beyond, list } = await coverageOf(store);
  expect(list).toMatchObject({ name: "部件台账（样例）.xlsx", whole: true });
  expect(total.known).toBe(120 - 8 + 14);
  expect(total.connected).toBeGreaterThan(80);
  expect(total.connected).toBeLessThan(total.known);
  expect(classes).toHaveLength(3);
  expect(beyond).toBeGreaterThan(0);
  expect((await store.read(({ tasks }) => tasks.openOf("COVERAGE_GAP"))).length).toBeGreaterThan(0);
});

test("is the same street for the same number, and another for another", async () => {
  const ids = async (seed: number) =>
    (await filled(seed)).read(async ({ tickets }) =>
      (await tickets.page({ ...page, state: "all" })).rows.map(({ id }) => id),
    );
  const [one, again, other] = [await ids(7), await ids(7), await ids(8)];
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

test("leaves a folder alone that has gateways, unless it is told otherwise", () => {
  const data = join(tempFolder(), "hub");
  const run = (...more: string[]) => {
    const args = [join(import.meta.dirname, "main.ts"), "--devices", "3", "--tickets", "2", "--data", data, ...more];
    return spawnSync(process.execPath, args, { encoding: "utf8" });
  };
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining("tickets 2 of 2") });
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining("has 1 gateways already; add --into") });
  expect(run("--devices", "none")).toMatchObject({ status: 1, stderr: expect.stringContaining("--devices must be") });
});
