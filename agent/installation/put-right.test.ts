/** What a technician puts right without beginning anew: a key as it is printed, a key that was wrong, how far a search goes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { freePort } from "../../test/rig/broker.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";
import type { Search } from "./find/found.ts";
import type { RecordedDevice, RemovedDevice } from "./recorded.ts";

type View = { search: Search; devices: RecordedDevice[]; removed: RemovedDevice[] };

async function technician() {
  const data = tempFolder();
  const port = String(await freePort());
  const agent = start(process.execPath, [join(root, "agent", "main.ts"), "--data", data, "--page-port", port]);
  await agent.says(/ready gw-\S+ 0 devices page/, 20_000);
  let cookie = "";
  const ask = async (path: string, body?: object) => {
    const method = body === undefined ? "GET" : "POST";
    const request = { method, headers: { cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`http://127.0.0.1:${port}/api/${path}`, request);
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return { status: answer.status, body: await answer.json() };
  };
  await ask("session", { name: "安装员", pin: readFileSync(join(data, "setup-pin"), "utf8").trim() });
  const settings = () => JSON.parse(readFileSync(join(data, "gateway.json"), "utf8")).devices[0]?.settings;
  const view = async () => (await ask("install")).body as View;
  return { ask, settings, view };
}

const leak = {
  ...{ id: "leak-1", model: "bthome-leak", title: "漏水探头", place: "B1 水泵房", link: "ble:tcp:127.0.0.1:9" },
  position: { latitude: 31.2391, longitude: 121.5022, accuracyM: 8 },
};
const address = "54:48:E6:8F:80:A5";

it("takes a key as it is printed, and puts a wrong one right where it hangs", { timeout: 60_000 }, async () => {
  const { ask, settings, view } = await technician();
  const printed = "231D39C1 D7CC1AB1 AEE224CD 096DB932";
  expect(await ask("install/place", { ...leak, settings: { address, key: printed } })).toMatchObject({ status: 200 });
  expect(settings()).toEqual({ address, key: "231d39c1d7cc1ab1aee224cd096db932" });
  expect(await ask("install/key/leak-1", { key: "12" })).toMatchObject({
    status: 400,
    body: { code: "SETTING_INVALID" },
  });
  expect(await ask("install/key/nobody", { key: "0".repeat(32) })).toMatchObject({ body: { code: "NOT_FOUND" } });
  expect(await ask("install/key/leak-1", { key: "AA:".repeat(15).concat("AA") })).toMatchObject({ status: 200 });
  expect(settings()).toEqual({ address, key: "a".repeat(32) });
  expect((await view()).devices).toMatchObject([{ id: "leak-1", position: leak.position, replaced: [] }]);
});

it("removes with a reason, and remembers who and why", { timeout: 60_000 }, async () => {
  const { ask, view } = await technician();
  await ask("install/place", { ...leak, settings: { address } });
  expect(await ask("install/remove/leak-1", { reason: " " })).toMatchObject({ body: { code: "INPUT_INVALID" } });
  expect((await view()).devices).toHaveLength(1);
  expect(await ask("install/remove/leak-1", { reason: "换到 4号楼" })).toMatchObject({ status: 200 });
  const { devices, removed } = await view();
  expect(devices).toEqual([]);
  expect(removed).toMatchObject([{ id: "leak-1", title: "漏水探头", by: "安装员", reason: "换到 4号楼" }]);
});

it("searches up to the address that is named", { timeout: 60_000 }, async () => {
  const street = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => street.stop());
  const { ask, view } = await technician();
  const found = async (mostUnits: number) => {
    await ask("install/search", { link: `tcp:127.0.0.1:${street.ports["bus-b"]}`, mostUnits });
    const { search } = await until("the end", async () => {
      const now = await view();
      return now.search.isRunning ? null : now;
    });
    return search.found.map(({ settings }) => settings);
  };
  expect(await found(11)).toEqual([{ unit: 11 }]);
  expect(await found(13)).toEqual([{ unit: 11 }, { unit: 12 }, { unit: 13 }]);
});

it("says with a code why a search failed", { timeout: 60_000 }, async () => {
  const { ask, view } = await technician();
  await ask("install/search", { link: `tcp:127.0.0.1:${await freePort()}` });
  await until("the end", async () => !(await view()).search.isRunning);
  expect((await view()).search).toMatchObject({ code: "LINK_DOWN", error: expect.stringContaining("ECONNREFUSED") });
});
