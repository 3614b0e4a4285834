/** Dispatching as it was before there was a table: admitted to whoever is on duty. */
import { move } from "../tickets/move.ts";
import type { Dispatch } from "./decide.ts";

export const firstDispatch: Dispatch = {
  byTable: (tables, ticket, changes, now) =>
    firstDispatch.as(tables, ticket, { unit: "值班", why: { zh: "", en: "" }, actor: "hub" }, changes, now),
  async as(tables, ticket, { unit, assignee = unit, actor }, changes, now) {
    await move(tables, ticket, { move: "register", actor }, changes, now);
    await move(tables, ticket, { move: "dispatch", actor, assignee }, changes, now);
  },
};
