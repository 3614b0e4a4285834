/** A disk in memory that records what is written, synced, named, renamed and removed, in order, so that any moment of it can be built again. */
import { basename, dirname } from "node:path";
import type { Disk, DiskFile } from "../../../agent/journal/disk.ts";

/** `file` is the inode: names come and go. */
export type Step =
  | { kind: "write"; file: number; at: number; bytes: Buffer }
  | { kind: "empty"; file: number }
  | { kind: "sync"; file: number }
  | { kind: "link"; path: string; file: number }
  | { kind: "rename"; from: string; to: string }
  | { kind: "unlink"; path: string }
  | { kind: "names"; folder: string };

/** Files by their inodes, and inodes by their names; `own`: the files that no other state shares. */
export type DiskState = { names: Map<string, number>; files: Map<number, Buffer>; own: Set<number> };

export type RecordingDisk = { disk: Disk; steps: Step[]; state: DiskState };

export function emptyState(): DiskState {
  return { names: new Map(), files: new Map(), own: new Set() };
}

/** Files are copied when they are first written to, so that states are cheap to take. */
export function copyOf({ names, files, own }: DiskState): DiskState {
  own.clear();
  return { names: new Map(names), files: new Map(files), own: new Set() };
}

export function apply(state: DiskState, step: Step): void {
  const { names, files } = state;
  if (step.kind === "write") write(state, step);
  else if (step.kind === "empty") files.set(step.file, Buffer.alloc(0));
  else if (step.kind === "link") names.set(step.path, step.file);
  else if (step.kind === "unlink") names.delete(step.path);
  else if (step.kind === "rename") {
    const file = names.get(step.from);
    names.delete(step.from);
    if (file !== undefined) names.set(step.to, file);
  }
}

function write({ files, own }: DiskState, { file, at, bytes }: Extract<Step, { kind: "write" }>): void {
  const found = files.get(file) ?? Buffer.alloc(0);
  const isInPlace = own.has(file) && found.length >= at + bytes.length;
  const target = isInPlace ? found : Buffer.alloc(Math.max(found.length, at + bytes.length));
  if (!isInPlace) found.copy(target);
  bytes.copy(target, at);
  files.set(file, target);
  own.add(file);
}

/** `honest: false` is a disk that says that it synced and did not. */
export function recordingDisk(start: DiskState, { honest = true } = {}): RecordingDisk {
  const state = copyOf(start);
  const steps: Step[] = [];
  let nextFile = Math.max(0, ...state.files.keys(), ...state.names.values()) + 1;

  function take(step: Step): void {
    if (!honest && (step.kind === "sync" || step.kind === "names")) return;
    steps.push(step);
    apply(state, step);
  }

  function fileAt(path: string): number {
    const file = state.names.get(path);
    if (file === undefined) throw missing(path);
    return file;
  }

  const bytesAt = (path: string) => state.files.get(fileAt(path)) ?? Buffer.alloc(0);

  function create(path: string): number {
    const known = state.names.get(path);
    const file = known ?? nextFile++;
    if (known === undefined) take({ kind: "link", path, file });
    take({ kind: "empty", file });
    return file;
  }

  function open(file: number): DiskFile {
    const sync = async () => take({ kind: "sync", file });
    return {
      async read(bytes, at) {
        const found = (state.files.get(file) ?? Buffer.alloc(0)).subarray(at, at + bytes.length);
        bytes.set(found);
        return found.length;
      },
      async write(bytes, at) {
        take({ kind: "write", file, at, bytes: Buffer.from(bytes) });
        return bytes.length;
      },
      datasync: sync,
      sync,
      close: async () => undefined,
    };
  }

  const disk: Disk = {
    open: async (path, how) => open(how === "create" ? create(path) : fileAt(path)),
    async rename(from, to) {
      fileAt(from);
      take({ kind: "rename", from, to });
    },
    async link(path, second) {
      const file = fileAt(path);
      if (state.names.has(second)) throw Object.assign(new Error(`EEXIST: ${second}`), { code: "EEXIST" });
      take({ kind: "link", path: second, file });
    },
    async unlink(path) {
      fileAt(path);
      take({ kind: "unlink", path });
    },
    readdir: async (folder) =>
      [...state.names.keys()].filter((path) => dirname(path) === folder).map((p) => basename(p)),
    readFile: async (path) => Buffer.from(bytesAt(path)),
    async copyFile(from, to) {
      const bytes = bytesAt(from);
      take({ kind: "write", file: create(to), at: 0, bytes });
    },
    async appendFile(path, bytes) {
      const file = state.names.get(path) ?? create(path);
      take({ kind: "write", file, at: state.files.get(file)?.length ?? 0, bytes: Buffer.from(bytes) });
    },
    makeFolder: () => undefined,
    syncFolder: async (folder) => take({ kind: "names", folder }),
    freeBytes: async () => Number.MAX_SAFE_INTEGER,
  };
  return { disk, steps, state };
}

function missing(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
}
