/** For tests: each of these devices said something once. */
import { columnsOf } from "../../core/batch.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { noChanges } from "../../hub/changes.ts";
import type { Store } from "../../hub/store/store.ts";
import { appendColumns } from "../../hub/telemetry/append.ts";
import { level, reading } from "./samples.ts";

export async function speak(store: Store, gateway: GatewayId, ids: readonly string[], at: number): Promise<void> {
  const columns = columnsOf(ids.map((id) => reading(at, 0.4, level, id as DeviceId)));
  await store.transaction((tables) =>
    appendColumns(tables, { gateway, journal: null, received: at, columns }, noChanges()),
  );
}
