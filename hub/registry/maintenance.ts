/** Ends maintenance whose time is over. */
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { moveLife } from "./change.ts";

export async function endMaintenance(tables: Tables, changes: Changes, now: number): Promise<void> {
  const wish = { move: "resume", reason: "检修时间到了" } as const;
  for (const { gateway, device } of await tables.registry.listMaintainedUntil(now))
    await moveLife(tables, { gateway, device }, wish, changes, { by: "hub", now });
}
