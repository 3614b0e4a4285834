/** What an import of classes would add, change and take away; what is in use, or much at once, goes only when it is meant. */
import { Fault } from "../../core/fault.ts";
import type { Tables } from "../store/store.ts";
import type { CaseClass, Classes } from "./classes.ts";

export type ClassChanges = { added: CaseClass[]; changed: CaseClass[]; removed: CaseClass[] };

export function classChanges(before: Classes, after: Classes): ClassChanges {
  const [old, next] = [byCode(before), byCode(after)];
  const isOther = (one: CaseClass) => JSON.stringify(one) !== JSON.stringify(old.get(one.code));
  return {
    added: after.classes.filter(({ code }) => !old.has(code)),
    changed: after.classes.filter((one) => old.has(one.code) && isOther(one)),
    removed: before.classes.filter(({ code }) => !next.has(code)),
  };
}

function byCode({ classes }: Classes): Map<string, CaseClass> {
  return new Map(classes.map((one) => [one.code, one]));
}

/** Of the classes there are, so large a part goes only when it is meant. */
const mostRemovedPart = 1 / 3;
const mostOpen = 10_000;
const mostNamed = 10;

/** Throws `INPUT_INVALID` naming what would go. */
export async function checkRemoved(tables: Tables, before: Classes, { removed }: ClassChanges): Promise<void> {
  const used = await inUse(tables, removed);
  if (used.length > 0) throw refused(used, "are in use by open tickets or by sensors");
  const isMuch = removed.length > before.classes.length * mostRemovedPart;
  if (isMuch) throw refused(removed, `of the ${before.classes.length} classes there are`);
}

function refused(gone: readonly CaseClass[], why: string): Fault {
  const named = gone.slice(0, mostNamed).map(({ code, name }) => `${code} ${name}`);
  const more = gone.length > mostNamed ? ` and ${gone.length - mostNamed} more` : "";
  const detail = `/classes would lose ${gone.length} that ${why}`.replace("that of", "of");
  return new Fault("INPUT_INVALID", `${detail}: ${named.join(", ")}${more}; add them, or send it with ?replace=yes`);
}

async function inUse(tables: Tables, removed: readonly CaseClass[]): Promise<CaseClass[]> {
  if (removed.length === 0) return [];
  const open = new Set((await tables.tickets.list("open", mostOpen)).map((ticket) => ticket.class));
  const devices = await tables.devices.list();
  const worn = new Set(devices.flatMap(({ registered, document }) => (registered ? (document?.class ?? []) : [])));
  return removed.filter((one) => open.has(one.code) || one.devices.some((device) => worn.has(device)));
}
