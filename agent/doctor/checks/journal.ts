/** What lies in the data folder: damaged parts that were set aside, and whether it can be written at all. */
import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../finding.ts";

export async function checkJournal(folder: string): Promise<Finding[]> {
  const refused = await access(folder, constants.W_OK).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  // What is not there yet is made at the first start.
  if (refused === "ENOENT") return [];
  if (refused !== null)
    return [{ check: "journal", subject: folder, code: "folder-unwritable", facts: { detail: refused } }];
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const aside = files.filter((file) => file.includes(".bad-"));
  const [file = ""] = aside;
  if (aside.length > 0)
    return [
      { check: "journal", subject: folder, code: "journal-aside", facts: { count: aside.length, file: join(file) } },
    ];
  return [{ check: "journal", subject: folder, code: "well", facts: { detail: "" } }];
}
