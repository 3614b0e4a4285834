/** What the disk said of the newest write: taken, or why not. */
import { Fault } from "../../../core/fault.ts";
import type { DiskState } from "../store.ts";
import type { Connection } from "./connection.ts";

/** A transaction that wrote nothing says nothing of the disk. */
export function watchDisk(connection: Connection) {
  let state: DiskState = { failing: null, since: performance.now() };
  const written = connection.prepare("SELECT total_changes() AS n");
  const count = () => (written.get() as { n: number }).n;
  let before = count();
  const told = (failing: string | null) => {
    state = { failing, since: performance.now() };
  };
  return {
    state: () => state,
    taken() {
      const now = count();
      if (now !== before) told(null);
      before = now;
    },
    failed(error: unknown) {
      if (error instanceof Fault && error.code === "DISK_FAILED") told(error.detail);
    },
  };
}
