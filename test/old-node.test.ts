/** The built commands under a Node that is too old: one line that says so, before anything that such a Node lacks is asked for. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import project from "../package.json" with { type: "json" };
import { root } from "./rig/paths.ts";

/** Node 20 by its own word, and without the module that came after it: whoever imports it does not even link. */
const old = `
  import { registerHooks } from "node:module";
  Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });
  const resolve = (name, context, next) => {
    if (name === "node:sqlite") throw new Error("No such built-in module: node:sqlite");
    return next(name, context);
  };
  registerHooks({ resolve });
`;

test.each(Object.entries(project.bin))("%s says which Node it needs, and ends with code 2", (_name, file) => {
  const preload = `data:text/javascript,${encodeURIComponent(old)}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", preload, join(root, file), "--version"], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^NODE_TOO_OLD: this is Node 20\.20\.2\. Run it with Node 24 or newer.*\n$/);
});
