/** Coverage on its way to the district: told when it changed, once; a centre that takes no such word is left alone for a day. */
import { expect, test } from "vitest";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { districtHub, startSandbox } from "../../test/kit/sandbox.ts";
import { until } from "../../test/kit/until.ts";
import type { Component } from "../coverage/component.ts";
import { type CoverageReport, shareCoverage } from "./coverage-report.ts";
import type { InventoryPort } from "./inventory-port.ts";

const component: Component = {
  ...{ id: "3101150103000001", class: "CJ/T 214:0103", name: "雨水井盖", area: "dongchang", place: "东昌居委 弄口" },
  ...{ building: "", position: null, at: null, owner: "", maintainer: "", note: "" },
};
type Hub = Awaited<ReturnType<typeof quietHub>>;
const list = (hub: Hub, of: string, ...some: Component[]) =>
  hub.act(async ({ components }) => {
    const n = await components.openList({ import: of, name: of, by: "test", at: 1 });
    for (const one of some) await components.put(n, one, one.area, 1);
  });

test("the district hears the sums and the gaps, and again when they are others", { timeout: 60_000 }, async () => {
  const hub = await districtHub();
  const sandbox = await startSandbox({ hubCard: hub.cardFile });
  await list(hub, "first", component);
  await hub.connect(sandbox.card);
  const told = async () => ((await sandbox.ask("GET", "/api/coverage")) as { report: CoverageReport | null }).report;
  await until("the district has it", async () => (await told()) !== null);
  const area = { id: "dongchang", name: "东昌居委" };
  expect(await told()).toMatchObject({
    rows: [{ area, class: "CJ/T 214:0103", known: 1, connected: 0, healthy: 0, shared: 0 }],
    gaps: [{ id: "3101150103000001", area, place: "东昌居委 弄口" }],
    gapCount: 1,
  });
  await list(hub, "second", { ...component, id: "3101150103000002" });
  hub.clock.now += 61_000;
  await until("the district has the newer one", async () => (await told())?.gapCount === 2);
});

test("what was told is not told again; a centre that does not know the word is asked a day later", async () => {
  const hub = await quietHub();
  await list(hub, "first", component);
  const asked: number[] = [];
  let answer: "taken" | "unknown" = "unknown";
  const coverage: InventoryPort["coverage"] = async ({ at }) => {
    asked.push(at);
    return answer;
  };
  const port = { coverage } as InventoryPort;
  await shareCoverage(hub.store, port, 1);
  await shareCoverage(hub.store, port, 2);
  answer = "taken";
  await shareCoverage(hub.store, port, 86_400_002);
  await shareCoverage(hub.store, port, 86_400_003);
  expect(asked).toEqual([1, 86_400_002]);
  await shareCoverage(hub.store, {} as InventoryPort, 9);
});
