/** One stored message as its platform reads it, with the facts it needs. */
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Facts, Waits } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { factsFor } from "./facts.ts";

/** Throws `PUSH_UNREADABLE`. */
export async function readPush(
  tables: Tables,
  open: OpenConnector,
  push: PushRow,
): Promise<{ told: Told[] | Waits; facts: Facts }> {
  const facts = await factsFor(tables, open, push);
  return { told: open.platform.read(push, open.connector, facts), facts };
}
