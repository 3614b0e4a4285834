/** A function node that gets out of its `vm` finds the hub's files and the machine's programs shut all the same. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startHub } from "../../hub/main.ts";
import { settingsFor, silent } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { buildHome } from "./home.ts";

/** By the well-known way out of a `vm`, it tries each and writes down what came of it. */
const breakOut = (data: string) => `
  const process = msg.constructor.constructor("return process")();
  const [fs, told] = [process.getBuiltinModule("fs"), {}];
  const tried = (what, work) => { try { work(); told[what] = "done"; } catch (error) { told[what] = error.code ?? String(error); } };
  tried("secret", () => fs.readFileSync(${JSON.stringify(join(data, "account-key"))}));
  tried("listing", () => fs.readdirSync(${JSON.stringify(data)}));
  told.database = String(process.getBuiltinModule("node:sqlite"));
  tried("machine", () => fs.readFileSync("/etc/passwd"));
  tried("write", () => fs.writeFileSync(${JSON.stringify(join(data, "left"))}, "x"));
  tried("program", () => process.getBuiltinModule("child_process").execSync("id"));
  tried("worker", () => new (process.getBuiltinModule("worker_threads").Worker)("1", { eval: true }));
  tried("addon", () => process.dlopen({ exports: {} }, "/x.node"));
  tried("link", () => fs.symlinkSync(${JSON.stringify(data)}, "link"));
  fs.writeFileSync("told.json", JSON.stringify(told));
`;

test("nothing of the hub's, nothing of the machine's; its own folder is its own", { timeout: 60_000 }, async () => {
  const [data, home] = [tempFolder(), await buildHome(tempFolder())];
  const folder = join(data, "flows");
  mkdirSync(folder);
  const tab = { id: "tab", type: "tab", label: "breakOut", disabled: false, info: "" };
  const inject = { id: "go", type: "inject", z: "tab", props: [], repeat: "", once: true, onceDelay: 0.1, x: 1, y: 1 };
  const run = {
    id: "run",
    type: "function",
    z: "tab",
    func: breakOut(data),
    outputs: 0,
    timeout: 0,
    x: 2,
    y: 2,
    wires: [],
  };
  writeFileSync(join(folder, "flows.json"), JSON.stringify([tab, { ...inject, wires: [["run"]] }, run]));
  const hub = await startHub(settingsFor(data, { flows: "on" }), silent, Date.now, home);
  onTestFinished(() => hub.close());
  const told = await until(
    "what the function found",
    async () => {
      try {
        return JSON.parse(readFileSync(join(folder, "told.json"), "utf8")) as Record<string, string>;
      } catch {
        return null;
      }
    },
    40_000,
  );
  const denied = "ERR_ACCESS_DENIED";
  expect(told).toEqual({
    ...{ secret: denied, listing: denied, database: "undefined", machine: denied, write: denied, program: denied },
    ...{ worker: denied, addon: "ERR_DLOPEN_DISABLED", link: denied },
  });
});
