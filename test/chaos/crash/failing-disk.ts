/** A disk that refuses on demand: what is to fail is told with its errno. */
import type { Disk, DiskFile } from "../../../agent/journal/disk.ts";

export type Deed = "create" | "write" | "sync" | "rename";

/** `refuse` names the errno a deed on a file ends in, or null to let it be. */
export function failingDisk(disk: Disk, refuse: (deed: Deed, path: string) => string | null): Disk {
  function ask(deed: Deed, path: string): void {
    const code = refuse(deed, path);
    if (code !== null) throw Object.assign(new Error(`${code}: ${deed} ${path}`), { code });
  }

  function guarded(file: DiskFile, path: string): DiskFile {
    const sync = (work: () => Promise<void>) => async () => {
      ask("sync", path);
      await work();
    };
    return {
      ...file,
      async write(bytes, at) {
        ask("write", path);
        return file.write(bytes, at);
      },
      datasync: sync(file.datasync),
      sync: sync(file.sync),
    };
  }

  return {
    ...disk,
    async open(path, how) {
      if (how === "create") ask("create", path);
      return guarded(await disk.open(path, how), path);
    },
    async rename(from, to) {
      ask("rename", from);
      await disk.rename(from, to);
    },
  };
}
