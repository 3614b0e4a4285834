/** Whether a row lies in one of some areas: where its device does, else where its gateway stands. */
import { type RawBuilder, sql } from "kysely";
import { type Clause, oneOf } from "./page.ts";

type Thing = { gateway: Clause; device: Clause };

/** `first`: what else says where it is, before those. A row that nothing places lies nowhere. */
export function liesIn(
  areas: readonly string[],
  { gateway, device }: Thing,
  first: readonly Clause[] = [],
): RawBuilder<boolean> {
  const area = (of: Clause) => sql`(SELECT area FROM registry AS r WHERE r.gateway = ${gateway} AND r.device = ${of})`;
  return sql<boolean>`coalesce(${sql.join([...first, area(device), area(sql`''`)])}) IN ${oneOf(areas)}`;
}
