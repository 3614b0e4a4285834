/** A hub that is killed while it takes an import: the import can be taken again, and then all is as if nothing had happened. */
import { expect, test } from "vitest";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { signInTo } from "../../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { startHub } from "../../../test/rig/hub.ts";
import type { ImportView } from "../../http/registry-views.ts";
import type { Hub } from "../../main.ts";
import { openStore } from "../../store/open.ts";

const gateway = "gw-1" as GatewayId;
const rows = 4000;
const deviceOf = (n: number) => `pit-${n}` as DeviceId;
const sheet = ["网关编号,设备编号,名称,位置,备注"]
  .concat(Array.from({ length: rows }, (_, n) => `${gateway},${deviceOf(n)},水位 ${n},某路 ${n}弄,第 ${n} 号`))
  .join("\r\n");

async function withStore<Result>(folder: string, work: (store: ReturnType<typeof openStore>) => Promise<Result>) {
  const store = openStore(folder, 1);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

test("killed amid an import, the hub takes it again; each row counts once", async () => {
  const folder = tempFolder();
  await withStore(folder, (store) => store.transaction(({ gateways }) => gateways.meet(gateway, 1)));
  const first = await startHub(folder);
  const before = await signInTo({ http: first.url } as Hub, folder);
  const sent = await fetch(`${first.url}/api/registry/imports?name=list.csv`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", cookie: before.cookie },
    body: sheet,
  });
  const { id } = (await sent.json()) as ImportView;
  const path = `/api/registry/imports/${id}`;
  const view = async ({ ask }: typeof before) => (await ask("GET", path)).body as ImportView;
  await until("the trial is done", async () => (await view(before)).state === "checked");
  expect((await before.ask("POST", `${path}/take`, { which: "all" })).status).toBe(200);
  await until("some rows are taken", async () => {
    const { state, percent } = await view(before);
    return state === "taking" && percent > 5 && percent < 90;
  });
  await first.kill("SIGKILL");
  const taken = await withStore(folder, (store) => store.read(({ devices }) => devices.page({ gateway }, 1)));
  expect(taken.total).toBeGreaterThan(0);
  expect(taken.total).toBeLessThan(rows);

  const again = await startHub(folder);
  const after = await signInTo({ http: again.url } as Hub, folder);
  expect(await view(after)).toMatchObject({
    ...{ state: "failed", counts: { new: rows, wrong: 0 } },
    refused: { code: "IMPORT_INTERRUPTED", detail: expect.stringContaining("接着写入") },
  });
  expect((await after.ask("POST", `${path}/take`, { which: "all" })).status).toBe(200);
  await until("the import is done", async () => (await view(after)).state === "done", 60_000);
  await again.kill("SIGTERM");

  await withStore(folder, (store) =>
    store.read(async ({ devices, registry }) => {
      expect((await devices.page({ gateway }, 1)).total).toBe(rows);
      for (const n of [0, 1, taken.total - 1, taken.total, rows - 1]) {
        const thing = { gateway, device: deviceOf(n) };
        expect((await registry.find(thing))?.facts).toMatchObject({ name: `水位 ${n}`, note: `第 ${n} 号` });
        expect((await registry.changes(thing, 9)).map(({ kind }) => kind)).toEqual(["facts", "life"]);
      }
    }),
  );
}, 120_000);
