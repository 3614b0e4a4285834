/** A small example counted by hand: the table, its rows, the files, the tasks and the district's report say the same. */
import { expect, test } from "vitest";
import {
  areasByHand,
  classesByHand,
  coverageByHand,
  gapsByHand,
  totalByHand,
} from "../../test/kit/coverage-by-hand.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { coverageReport } from "../district/coverage-report.ts";
import type { ComponentView, CoverageView } from "../http/component-views.ts";
import { gapTask } from "./gaps.ts";

async function counted() {
  const hub = await quietHub();
  const ask = await signedIn(hub);
  await coverageByHand(hub);
  const file = async (query: string) =>
    (await hub.app.inject({ url: `/api/coverage/export?${query}`, cookies: { lilong: "session of operator" } }))
      .payload;
  return { hub, file, get: async <Body>(path: string) => (await ask("GET", path)).body as Body };
}

type Four = Pick<CoverageView, "known" | "connected" | "healthy" | "shared">;
const four = ({ known, connected, healthy, shared }: Four) => [known, connected, healthy, shared];

test("the table by area and by class is what was counted by hand", async () => {
  const { get } = await counted();
  const { areas, classes, ...total } = await get<CoverageView>("/api/coverage");
  expect(four(total)).toEqual(totalByHand);
  expect(areas.map((row) => [row.name, row.depth, ...four(row)])).toEqual(areasByHand);
  expect(classes.map((row) => [row.class, ...four(row)])).toEqual(classesByHand);
});

test("the rows behind each number are those", async () => {
  const { get } = await counted();
  const ids = async (query: string) =>
    (await get<ComponentView[]>(`/api/coverage/components?${query}`)).map(({ id }) => id);
  expect(await ids("state=gap")).toEqual(gapsByHand);
  expect(await ids("state=connected")).toEqual(["C1", "C2", "P1", "P2"]);
  expect(await ids("state=healthy")).toEqual(["C1", "P1"]);
  expect(await ids("state=shared")).toEqual(["C2", "P1"]);
  expect(await ids("state=unhealthy")).toEqual(["C2", "P2"]);
  expect(await ids("state=unshared")).toEqual(["C1", "P2"]);
  expect(await ids("state=gap&area=dongchang&part=own")).toEqual(["C4", "P3"]);
  expect(await ids("area=-")).toEqual(["C5"]);
});

test("both files say so, row by row and in sums", async () => {
  const { file } = await counted();
  const sums = (await file("format=csv&what=table")).split("\r\n").map((line) => line.replaceAll("　", "").split(","));
  const said = sums.map(([name, ...counts]) => [name, ...counts.slice(0, 4).map(Number)]);
  for (const [name, depth, ...counts] of areasByHand)
    expect(said).toContainEqual([name === "东昌居委" && depth === 2 ? "东昌居委（其余）" : name, ...counts]);
  expect(said.filter(([name]) => name === "合计")).toEqual([
    ["合计", ...totalByHand],
    ["合计", ...totalByHand],
  ]);
  const [head = [], ...rows] = (await file("format=csv"))
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const column = (title: string) => head.indexOf(`${title}（只读）`);
  const yes = (title: string) => rows.filter((row) => row[column(title)] === "是").map(([id]) => id);
  expect([yes("接入"), yes("正常"), yes("已报区里")]).toEqual([
    ["C1", "C2", "P1", "P2"],
    ["C1", "P1"],
    ["C2", "P1"],
  ]);
});

test("the tasks and the district's report ask for the same four", async () => {
  const { hub } = await counted();
  const tasks = await hub.read(({ tasks: all }) => all.openOf(gapTask));
  expect(
    tasks
      .map(({ subject, text }) => [subject, /应接 (\d+) 个，还有 (\d+) 个/.exec(text.zh)?.slice(1, 3).join(" ")])
      .sort(),
  ).toEqual([
    ["-/CJ/T 214:0103", "1 1"],
    ["dongchang-xiaoqu/CJ/T 214:0103", "3 1"],
    ["dongchang/CJ/T 214:0103", "1 1"],
    ["dongchang/CJ/T 214:0113", "1 1"],
  ]);
  const report = await coverageReport(hub.store, 1);
  expect(report?.gaps.map(({ id }) => id)).toEqual(gapsByHand);
  expect(report?.gapCount).toBe(gapsByHand.length);
  const sum = (name: keyof Four) => (report?.rows ?? []).reduce((total, row) => total + row[name], 0);
  expect([sum("known"), sum("connected"), sum("healthy"), sum("shared")]).toEqual(totalByHand);
});
