/** What was deployed is brought to the disk by the hub: the process that wrote it is confined, and may not ask for that. */
import { open } from "node:fs/promises";
import { join } from "node:path";

/** [Node 24, Permission Model] `fsync` is refused in a confined process; Node-RED says so in its log and goes on. */
export async function keepOnDisk(folder: string): Promise<void> {
  for (const name of ["flows.json", "flows_cred.json", "."]) await sync(join(folder, name));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
}
