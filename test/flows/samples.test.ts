/** Each default flow, replayed by the real Node-RED: what goes in by its samples, and exactly what comes out. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { flowNames } from "../../flows/names.ts";
import { type Child, superviseFlows } from "../../hub/flows/child.ts";
import { silent } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { root } from "../rig/paths.ts";
import { buildHome } from "./home.ts";
import { type PretendHub, pretendHub } from "./pretend-hub.ts";
import { type Line, readSamples } from "./samples.ts";

const streams: Record<string, string> = {
  handover: "/api/flows/handovers",
  readings: "/api/events",
  alert: "/api/events",
};

type Tab = { type: string; env?: { name: string; value: string }[] };

/** Node-RED with this flow alone, its tab's variables set. */
async function run(flow: string, lines: readonly Line[], hub: PretendHub): Promise<Child> {
  const [home, userDir] = [await buildHome(tempFolder()), tempFolder()];
  const nodes = JSON.parse(readFileSync(join(root, "flows", flow, "flow.json"), "utf8")) as Tab[];
  for (const line of lines)
    for (const each of nodes.find(({ type }) => type === "tab")?.env ?? [])
      if (line.kind === "set" && each.name === line.name) each.value = line.value;
  writeFileSync(join(userDir, "flows.json"), JSON.stringify(nodes));
  const up = Promise.withResolvers<void>();
  const child = superviseFlows({
    ...{ start: join(home, "dist/flows/start.js"), nodesDir: join(home, "dist/flows/nodes"), userDir },
    nodeRed: createRequire(join(root, "package.json")).resolve("node-red"),
    ...{ memoryMb: 256, log: silent, mended: () => undefined, broken: ({ why }) => up.reject(new Error(why)) },
    changed: () => (child.isUp() ? up.resolve() : undefined),
  });
  onTestFinished(() => child.close());
  child.begin(hub.url);
  await up.promise;
  return child;
}

/** Somebody presses the button of an inject node in the editor. */
async function press(child: Child, id: string, props: object): Promise<void> {
  const { url, door } = child.editor() as { url: string; door: string };
  const given = Object.entries(props).map(([p, v]) => ({ p, v: JSON.stringify(v), vt: "json" }));
  const body = JSON.stringify({ __user_inject_props__: given });
  for (const end = performance.now() + 10_000; ; ) {
    const headers = { "content-type": "application/json", "x-lilong-door": door };
    const { status } = await fetch(`${url}/flows/inject/${id}`, { method: "POST", headers, body });
    if (status === 200) return;
    // The flows begin a moment after the editor.
    if (performance.now() > end) throw new Error(`${id}: ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(flowNames)("the flow %s", (flow) => {
  const text = readFileSync(join(root, "flows", flow, "samples.txt"), "utf8");
  const lines = readSamples(text);

  test("does what its samples say, in this order and nothing else", { timeout: 60_000 }, async () => {
    const hub = await pretendHub();
    for (const line of lines) if (line.kind === "answer") hub.answer(line.method, line.path, line.body);
    const child = await run(flow, lines, hub);
    for (const line of lines) {
      if (line.kind === "answer") hub.answer(line.method, line.path, line.body);
      if (line.kind === "in") {
        const [name = "", id = ""] = line.event.split(" ");
        if (name === "inject") await press(child, id, line.data as object);
        else hub.say(streams[name] as string, name, line.data);
      }
      if (line.kind === "out") {
        const { method, path, body } = line;
        expect(await hub.written()).toEqual({ method, path, body });
      }
    }
    expect(hub.strange).toEqual([]);
    expect([...hub.tokens]).toEqual([expect.stringMatching(/^Bearer \S{43}$/)]);
  });

  test("says where its samples come from, and ends with something that comes out", () => {
    expect(text.split("\n")[0]).toMatch(/^# /);
    expect(lines.at(-1)?.kind).toBe("out");
  });
});
