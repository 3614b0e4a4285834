/** The settings of a gateway that is not installed yet: nothing but a page, which does the rest. */
import { randomBytes, randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Disk, nodeDisk } from "../journal/disk.ts";
import { replaceFile } from "../journal/state-file.ts";

export const defaultPagePort = 8081;

export function ownSettings(port: number): object {
  const id = `gw-${randomBytes(4).toString("hex")}`;
  return { gateway: { id, title: "新网关", place: "还没安装" }, links: [], devices: [], page: { port } };
}

/** Whoever installs signs in with this PIN; the label on the gateway, or who sets it up, tells it. A start that failed leaves it as it is. */
export async function setupPin(folder: string, disk: Disk = nodeDisk): Promise<string> {
  const path = join(folder, "setup-pin");
  const known = (await readFile(path, "utf8").catch(() => "")).trim();
  if (/^\d{8}$/.test(known)) return known;
  const pin = String(randomInt(10_000_000, 100_000_000));
  await replaceFile(disk, path, `${pin}\n`);
  return pin;
}
