/** What stands in the way of Node-RED is a task, and never in the way of the hub. */
import { expect, onTestFinished, test } from "vitest";
import { silent } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { pause } from "../pause.ts";
import { openStore } from "../store/open.ts";
import { startFlows } from "./flows.ts";

function start(flows: "on" | "off") {
  const store = openStore(tempFolder(), 1);
  onTestFinished(() => store.close());
  const started = startFlows({
    ...{ store, tell: () => undefined, flows, flowsDeadlineMs: 2000, flowsMemoryMb: 256, clock: () => 1, pause },
    ...{ data: tempFolder(), root: tempFolder(), log: silent },
  });
  onTestFinished(() => started.close());
  return { store, flows: started };
}

test("where Node-RED is not installed or the flows are not built, an administrator is told what lacks", async () => {
  const { store, flows } = start("on");
  flows.begin("http://127.0.0.1:1");
  const [task] = await until("the task", async () => {
    const open = await store.read(({ tasks }) => tasks.list("open", 9));
    return open.length > 0 ? open : null;
  });
  expect(task).toMatchObject({
    kind: "FLOWS_BROKEN",
    for: "administrator",
    text: { zh: expect.stringContaining("node-red") },
  });
  expect(flows.state().state).toBe("down");
  expect(flows.editor()).toBeNull();
  expect(flows.isToken("")).toBe(false);
});

test("switched off, nothing is started and nobody is told", async () => {
  const { store, flows } = start("off");
  flows.begin("http://127.0.0.1:1");
  await flows.desk.settled();
  expect(flows.state()).toEqual({ state: "off", ends: 0, rssMb: null, pid: null });
  expect(await store.read(({ tasks }) => tasks.list("all", 9))).toEqual([]);
});
