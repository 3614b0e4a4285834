/** Imports that meet something: other uploads, a rulebook that changed, a disk that is full. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { csvOf, importer } from "../../../test/kit/importer.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import type { ImportView } from "../../http/registry-views.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { ImportJob } from "../../store/imports.ts";
import { openConnection } from "../../store/sqlite/connection.ts";
import { sqliteStore } from "../../store/sqlite/store.ts";

const pitRow = ["gw-1", "pit-1", "", "", "东昌居委", "", "", "", ""];
const coverRow = ["gw-1", "cover-3", "", "", "", "street", "", "", ""];

test("many uploads make nothing forgotten that is being taken, or that stopped amid it; old ones that are over are", async () => {
  const { hub, tried, ask } = await importer();
  const done = await tried(csvOf(["gw-1", "nothing", "", "", "", "", "", "", ""]));
  const over = {
    kind: "devices" as const,
    state: "done" as const,
    error: null,
    counts: done.counts,
    done: 1,
    total: 1,
    startedAt: 1,
  };
  const jobs: ImportJob[] = [
    ...(["taking", "failed", "done"] as const).map((state, i) => ({
      ...{ ...over, state, id: `0000000000000000000000000${i}`, at: i, by: "operator", name: state },
    })),
    ...Array.from({ length: 21 }, (_, i) => ({
      ...{ ...over, id: `000000000000000000000001${10 + i}`, at: 10 + i, by: "other", name: "later" },
    })),
  ];
  await hub.act(async ({ imports }) => {
    for (const job of jobs) {
      await imports.put(job);
      await imports.addRows(job.id, [{ row: 2, verdict: "new", body: {} }]);
    }
  });
  await tried(csvOf(pitRow));
  await hub.act(async ({ imports }) => {
    for (const { id, state } of jobs.slice(0, 3)) {
      expect((await imports.find(id))?.state).toBe(state === "done" ? undefined : state);
      expect(await imports.rows(id, ["new"], 0, 9)).toHaveLength(state === "done" ? 0 : 1);
    }
  });
  const listed = (await ask("GET", "/api/registry/imports")).body as ImportView[];
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(["taking", "failed"]));
});

test("a trial that somebody still looks at outlives the uploads of others", async () => {
  const { hub, tried, take } = await importer();
  const mine = await tried(csvOf(pitRow));
  const theirs = {
    ...mine,
    kind: "devices" as const,
    state: "checked" as const,
    by: "other",
    name: "",
    done: 0,
    total: 0,
    startedAt: 1,
    error: null,
  };
  await hub.act(async ({ imports }) => {
    for (let i = 0; i < 30; i++)
      await imports.put({ ...theirs, id: `Z00000000000000000000000${10 + i}`, at: 1e15 + i });
    await imports.forgetBut(20, "devices");
    expect(await imports.list(100, "devices", "other")).toHaveLength(20);
  });
  expect(await take(mine.id, "all")).toMatchObject({ state: "done" });
});

test("a row that cannot be taken any more is that row's error, and the others go in", async () => {
  const { hub, ask, tried, take, file } = await importer();
  const trial = await tried(csvOf(pitRow, coverRow));
  expect(trial.counts).toMatchObject({ changed: 2, wrong: 0 });
  await hub.act(async (tables) => {
    const { areas } = await readBooks(tables);
    const body = { ...areas, areas: areas.areas.filter(({ id }) => !id.startsWith("dongchang")) };
    await tables.rulebook.add({ kind: "areas", at: 0, by: "test", source: "test", body });
  });
  const ended = await take(trial.id, "all");
  expect(ended).toMatchObject({ state: "done", counts: { changed: 1, wrong: 1 } });
  expect((ended as ImportView).errors).toMatchObject([{ row: 2, column: "片区", value: "dongchang" }]);
  expect((await file(`/api/registry/imports/${trial.id}/errors`)).toString()).toContain("2,片区,dongchang");
  expect((await ask("GET", "/api/registry/devices/gw-1/cover-3")).body).toMatchObject({ facts: { owner: "street" } });
  expect((await ask("GET", "/api/registry/devices/gw-1/pit-1")).body).toMatchObject({ facts: {} });
});

test("on a full disk an import says that it stopped, and is taken up again when there is space", async () => {
  const opened = openConnection(join(tempFolder(), "hub.db"));
  const { hub, ask, put, ended, tried, take } = await importer(sqliteStore(opened, 1));
  const most = (pages: number) => opened.exec(`PRAGMA max_page_count = ${pages}`);
  const rows = Array.from({ length: 400 }, (_, n) => [
    "gw-1",
    `new-${n}`,
    `水位 ${n}`,
    `某路 ${n} 弄`,
    "",
    "",
    "",
    "",
    "",
  ]);
  const trial = await tried(csvOf(...rows));
  expect(trial).toMatchObject({ state: "checked", counts: { new: 400 } });
  expect((await ask("POST", `/api/registry/imports/${trial.id}/take`, { which: "all" })).status).toBe(200);
  most(1);
  const stopped = await ended(trial.id);
  expect(stopped).toMatchObject({ state: "failed", refused: { code: "DISK_FAILED" } });
  most(1_000_000);
  expect(await take(trial.id, "all")).toMatchObject({ state: "done", counts: { new: 400, wrong: 0 } });
  expect((await hub.read(({ devices }) => devices.page({ gateway: "gw-1" as never }, 1))).total).toBe(402);
  const later = await put(csvOf(...rows));
  most(1);
  expect(await ended(later.id)).toMatchObject({ state: "refused", refused: { code: "DISK_FAILED" } });
  most(1_000_000);
  expect(await ended(later.id)).toMatchObject({ state: "refused", refused: { code: "DISK_FAILED" } });
});
