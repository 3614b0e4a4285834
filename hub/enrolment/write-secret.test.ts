/** A secret that could not be written says that it is the disk. */
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { writeSecret } from "./write-secret.ts";

test("on a full disk it is DISK_FAILED naming the file, and there is none", () => {
  const path = join(tempFolder(), "card.json");
  symlinkSync("/dev/full", `${path}.tmp`);
  expect(() => writeSecret(path, "secret")).toThrow(/^DISK_FAILED: .*card\.json \(ENOSPC/);
  expect(existsSync(path)).toBe(false);
});
