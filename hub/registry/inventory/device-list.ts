/** The inventory's own list: how its rows are judged, and how they are taken. */
import type { GatewayId } from "../../../core/id.ts";
import type { Session } from "../../accounts/session.ts";
import type { Changes } from "../../changes.ts";
import { noteDevice } from "../../district/inventory/note.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { Thing } from "../../store/registry.ts";
import type { Tables } from "../../store/store.ts";
import { patchFacts } from "../change.ts";
import { faultsOfFacts } from "../check-facts.ts";
import { factsAfter } from "../facts.ts";
import type { Bounds } from "../within.ts";
import { type CellError, columns } from "./columns.ts";
import type { ListReader } from "./jobs.ts";
import { type Context, headerOf, judgeRow, mayTake, type RowPlan } from "./judge-row.ts";
import type { ListTaker } from "./take.ts";

export function deviceList(bounds: Bounds): ListReader {
  return (header, formulas, books) => {
    const context: Context = { books, header: headerOf(header), seen: new Map(), formulas, bounds };
    return (tables, cells, row) => judgeRow(tables, cells, row, context);
  };
}

type Taker = Pick<Session, "account" | "areas">;
type With = { taker: Taker; now: number; books: Books };

export function deviceTaker(taker: Taker, clock: () => number): ListTaker {
  return {
    verdicts: ["new", "changed"],
    async take(tables, body, changes) {
      const plan = body as RowPlan;
      const how: With = { taker, now: clock(), books: await readBooks(tables) };
      const wrong = await wrongNow(tables, plan, how);
      if (wrong === null) await write(tables, plan, changes, how);
      return wrong;
    },
    errorOf: (body, { detail }) => errorOf("device", nameOf(body as RowPlan), detail, detail),
  };
}

async function wrongNow(tables: Tables, plan: RowPlan, { taker, books }: With): Promise<CellError | null> {
  if (!(await mayTake(taker, tables, plan)))
    return errorOf("device", nameOf(plan), "不在您管的片区里。", "It is not in your areas, or would leave them.");
  const before = (await tables.registry.find(plan))?.facts ?? {};
  const [wrong] = faultsOfFacts(factsAfter(before, plan.patch), books);
  return wrong === undefined ? null : errorOf(wrong.field, wrong.value, wrong.zh, wrong.en);
}

function errorOf(key: string, value: string, zh: string, en: string): CellError {
  return { column: columns.find((one) => one.key === key)?.zh ?? key, value: value.slice(0, 100), zh, en };
}

function nameOf({ gateway, device }: Thing): string {
  return `${gateway}/${device}`;
}

async function write(tables: Tables, { gateway, device, patch }: RowPlan, changes: Changes, how: With): Promise<void> {
  const thing = { gateway, device };
  // Of its gateway nothing else changes: the thousandth row of a gateway costs what the first did.
  const author = { by: how.taker.account, now: how.now, touched: new Set<GatewayId>() };
  if ((await tables.registry.find(thing)) === null) {
    const life = { life: "approved" as const, lifeSince: author.now, lifeUntil: null, lifeReason: null };
    await tables.registry.put({ ...thing, ...life, adopted: false, facts: {}, replacedBy: null, revision: 1 });
    const line = { kind: "life" as const, before: null, after: { life: "approved" }, reason: "清单导入" };
    await tables.registry.addChange({ ...thing, at: author.now, by: author.by, ...line });
  }
  await patchFacts(tables, thing, patch, changes, author, how.books);
  await noteDevice(tables, thing, how.now);
}
