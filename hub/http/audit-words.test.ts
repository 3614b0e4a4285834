/** The audit page has words, in both languages, for everything the API writes into the trail. */
import { expect, test } from "vitest";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { detailText } from "../console/pages/audit/detail-text.ts";
import { operationWords } from "../console/pages/audit/operation-words.ts";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/** Of every route that the trail tells of: those that change something, and those that say they are told of. */
async function toldOf(): Promise<string[]> {
  const { app } = await quietHub();
  return app.declared.flatMap(({ method, config, schema }) => {
    const methods = Array.isArray(method) ? method : [method];
    const isTold = config?.audit === "reads" || methods.some((one) => !reading.has(one));
    const { operationId, hide } = (schema ?? {}) as { operationId?: string; hide?: boolean };
    return isTold && hide !== true ? [operationId ?? `${methods} has no id`] : [];
  });
}

test("every operation that is told of has words", async () => {
  const told = await toldOf();
  expect(told.length).toBeGreaterThan(70);
  for (const words of Object.values(operationWords)) expect(told.filter((id) => !(id in words))).toEqual([]);
});

test("no words are left of an operation that is no more", async () => {
  const told = await toldOf();
  // The sessions tell of these, and of a deployment the door of the flow editor does.
  const others = ["sessionAddress", "sessionAgent", "sessionMoved", "deployFlows"];
  const known = [...told, ...others];
  expect(Object.keys(operationWords.en).filter((id) => !known.includes(id))).toEqual([]);
});

test.each([
  ["sessionAddress", "before: 10.0.0.7", "之前在 10.0.0.7", "before at 10.0.0.7"],
  [
    "addPerson",
    "role: committee; areas: east+west",
    "角色：committee；片区：east+west",
    "role: committee; areas: east+west",
  ],
  ["changePerson", "active: true → false", "启用：是 → 否", "active: yes → no"],
  ["makeToken", "look audit", "可以：查看、看审计", "may: look, audit trail"],
  ["deployFlows", "部署流程 (full)", "部署流程（全部）", "flows deployed (all)"],
  ["setPassword", "by a code", "用开户码", "by a code"],
  ["reportTicket", "", "", ""],
  ["anything", "kept as it is", "kept as it is", "kept as it is"],
])("%s with %j", (what, detail, zh, en) => {
  expect([detailText(what, detail, "zh-CN"), detailText(what, detail, "en")]).toEqual([zh, en]);
});
