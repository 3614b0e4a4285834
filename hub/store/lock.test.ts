/** One hub a folder, whatever happened to the one before. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { lockFolder } from "./lock.ts";

test("a second hub on the same folder is told which process runs", () => {
  const folder = tempFolder();
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`INSTANCE_RUNNING: process ${process.pid} runs on ${folder}`);
  lock.release();
  lockFolder(folder).release();
});

test("a hub that was killed leaves no lock behind", async () => {
  const folder = tempFolder();
  const source = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
    lockFolder(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  expect(() => lockFolder(folder)).toThrow(`process ${child.pid} runs`);
  child.kill("SIGKILL");
  await once(child, "exit");
  lockFolder(folder).release();
});

test("a folder that cannot be made is named", () => {
  expect(() => lockFolder(join(process.execPath, "below-a-file"))).toThrow(/^FOLDER_UNWRITABLE: .*below-a-file/);
});
