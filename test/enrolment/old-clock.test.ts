/** A gateway whose clock stands in 1970 enrols, comes in by mutual TLS, and is told what its time is worth. */
import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { signInTo, startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";

/** The wall clock alone: durations stay true. */
const in1970 = {
  LD_PRELOAD: globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0] ?? "none",
  FAKETIME: "@1970-01-02 00:00:00",
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
};

it("a clock in 1970 shuts nobody out, and the hub puts its time and its readings right", {
  timeout: 150_000,
}, async () => {
  const hubData = tempFolder();
  const hub = await startRig(hubData);
  const operator = await signInTo(hub, hubData);
  const { body } = await operator.ask("POST", "/api/enrolments", { gateway: "gw-old" });
  const folder = tempFolder();
  const [data, settings] = [join(folder, "data"), join(folder, "gateway.json")];
  const nobody = { gateway: { id: "new", title: "网关", place: "门卫室" }, links: [], devices: [] };
  writeFileSync(settings, JSON.stringify(nobody));
  const agent = (...args: string[]) => {
    const main = ["--disable-warning=ExperimentalWarning", join(root, "agent/main.ts"), ...args];
    return start(process.execPath, [...main, "--settings", settings, "--data", data], in1970);
  };
  const { code } = body as { code: string };
  await agent("enrol", "--hub", hub.http, "--code", code).says(/gw-old is enrolled at mqtts:/, 30_000);
  await agent().says(/ready gw-old/, 30_000);
  await until(
    "the gateway to be online, its time confirmed by the hub",
    async () => {
      const { body: all } = await operator.ask("GET", "/api/gateways");
      return (all as { id: string; state: string; clock: string }[]).find(
        ({ id, state, clock }) => id === "gw-old" && state === "online" && clock === "synced",
      );
    },
    80_000,
  );
  // What it measured meanwhile lies at the time the hub told it, and not in 1970.
  await until(
    "its own reading to be stored",
    async () => {
      const { body: device } = await operator.ask("GET", "/api/devices/gw-old/gateway");
      const { points = [] } = device as { points?: { latest?: { at: number } }[] };
      return points.some(({ latest }) => Math.abs((latest?.at ?? 0) - Date.now()) < 300_000);
    },
    30_000,
  );
  const looked = agent("doctor", "--json");
  expect(await looked.says(/"clock-unset"/, 30_000)).toMatch(/1970-01-02/);
});
