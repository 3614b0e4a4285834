/** The support bundle: what somebody far away needs to help, and nothing that lets anybody in. */
import { createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { Fault } from "../../core/fault.ts";

export type Bundle = {
  version: string;
  findings: unknown;
  /** The settings as they were read, or what is wrong with them. */
  settings: unknown;
  folder: string;
};

/** Throws `FOLDER_UNWRITABLE`. */
export async function writeBundle(path: string, { version, findings, settings, folder }: Bundle): Promise<void> {
  const archive = pack();
  const add = (name: string, body: unknown) => archive.entry({ name }, `${JSON.stringify(body, null, 2)}\n`);
  add("doctor.json", masked(findings));
  add("settings.json", masked(settings));
  add("files.json", await listFiles(folder));
  const { node, v8, openssl } = process.versions;
  add("version.json", { lilong: version, node, v8, openssl, platform: process.platform, arch: process.arch });
  archive.finalize();
  await pipeline(archive, createGzip(), createWriteStream(path, { mode: 0o600 })).catch((cause) => {
    throw new Fault("FOLDER_UNWRITABLE", `${path} (${cause.code ?? cause.message})`, { cause });
  });
}

/** Names and sizes alone: what is in them stays on the gateway. */
async function listFiles(folder: string) {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return Promise.all(
    names.sort().map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return { name, bytes: found?.size ?? null, changedAt: found?.mtime.toISOString() ?? null };
    }),
  );
}

const secret = /key|pin$|password|passwd|secret|token|credential|private/i;

/** Every value whose name says that it is a secret, and passwords in addresses. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value === "string") return value.replace(/\/\/[^/@\s]+@/g, "//***@");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      // A pin of a board is no secret, and neither is what a register map calls a key's place.
      secret.test(name) && name !== "pin" && typeof inner !== "object" ? [name, "***"] : [name, masked(inner)],
    ),
  );
}
