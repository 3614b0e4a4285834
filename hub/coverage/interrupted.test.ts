/** A hub that is killed while it takes a list of components: it says so, nothing follows from half a list, and it can be taken again. */
import { expect, test } from "vitest";
import { signInTo } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { startHub } from "../../test/rig/hub.ts";
import type { CoverageView } from "../http/component-views.ts";
import type { ImportView } from "../http/registry-views.ts";
import type { Hub } from "../main.ts";
import { openStore } from "../store/open.ts";
import type { Tables } from "../store/store.ts";
import { gapTask } from "./gaps.ts";

const rows = 4000;
const idOf = (n: number) => `3101150103${String(n).padStart(6, "0")}`;
const sheet = ["部件编码,部件类别,名称,位置,备注"]
  .concat(Array.from({ length: rows }, (_, n) => `${idOf(n)},CJ/T 214:0103,雨水井盖,某路 ${n}弄,第 ${n} 号`))
  .join("\r\n");

async function inStore<Result>(folder: string, work: (tables: Tables) => Promise<Result>): Promise<Result> {
  const store = openStore(folder, 1);
  try {
    return await store.read(work);
  } finally {
    await store.close();
  }
}

type Asking = Awaited<ReturnType<typeof signInTo>>;

test("killed amid a list, the hub says so, asks nobody for what half a list lacks, and takes it again as one list", async () => {
  const folder = tempFolder();
  const first = await startHub(folder);
  const before = await signInTo({ http: first.url } as Hub, folder);
  const sent = await fetch(`${first.url}/api/coverage/imports?name=list.csv`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", cookie: before.cookie },
    body: sheet,
  });
  const path = `/api/coverage/imports/${((await sent.json()) as ImportView).id}`;
  const view = async ({ ask }: Asking) => (await ask("GET", path)).body as ImportView;
  const table = async ({ ask }: Asking) => (await ask("GET", "/api/coverage")).body as CoverageView;
  await until("the trial is done", async () => (await view(before)).state === "checked");
  expect((await before.ask("POST", `${path}/take`, { which: "all", missing: "end" })).status).toBe(200);
  await until("some rows are taken", async () => {
    const { state, percent } = await view(before);
    return state === "taking" && percent > 5 && percent < 90;
  });
  expect((await table(before)).list?.whole).toBe(false);
  await first.kill("SIGKILL");
  const left = await inStore(folder, ({ components }) => components.page({ state: "all" }, 1));
  expect(left.total).toBeGreaterThan(0);
  expect(left.total).toBeLessThan(rows);

  const again = await startHub(folder);
  const after = await signInTo({ http: again.url } as Hub, folder);
  expect(await view(after)).toMatchObject({
    ...{ state: "failed", counts: { new: rows, wrong: 0 }, missing: 0 },
    refused: { code: "IMPORT_INTERRUPTED", detail: expect.stringContaining("接着写入") },
  });
  expect(await table(after)).toMatchObject({ known: left.total, list: { name: "list.csv", whole: false } });
  const tasks = async () => (await after.ask("GET", `/api/tasks?kind=${gapTask}`)).body as { text: { zh: string } }[];
  expect(await tasks()).toEqual([]);
  expect((await after.ask("POST", `${path}/take`, { which: "all", missing: "end" })).status).toBe(200);
  await until("the list is taken", async () => (await view(after)).state === "done", 60_000);
  expect(await table(after)).toMatchObject({ known: rows, list: { whole: true, ended: 0 } });
  await until("what lacks is asked for", async () => (await tasks()).length > 0);
  expect((await tasks()).map(({ text }) => text.zh)).toEqual([expect.stringContaining(`还有 ${rows} 个没接入`)]);
  await again.kill("SIGTERM");

  await inStore(folder, async ({ components }) => {
    expect(await components.lists(9)).toHaveLength(1);
    for (const n of [0, left.total - 1, left.total, rows - 1])
      expect(await components.versions(idOf(n))).toMatchObject([{ note: `第 ${n} 号`, since: 1, until: null }]);
  });
}, 120_000);
