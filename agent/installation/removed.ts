/** What was taken down, by whom and why: the latest hundred. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import type { RemovedDevice } from "./recorded.ts";

export type Removed = { list(): readonly RemovedDevice[]; note(one: RemovedDevice): Promise<void> };

const most = 100;

export async function openRemoved(folder: string, report: Report, disk?: Disk): Promise<Removed> {
  const file = new Low<RemovedDevice[]>(stateFile(join(folder, "removed.json"), report, disk), []);
  await file.read();
  return {
    list: () => file.data,
    async note(one) {
      file.data = [one, ...file.data].slice(0, most);
      await file.write();
    },
  };
}
