/** The sandbox's own store: one file of JSON lines that only grows; what was answered is on the disk before. */
import { closeSync, fdatasync, ftruncateSync, openSync, readFileSync, write } from "node:fs";
import { promisify } from "node:util";

const sync = promisify(fdatasync);
const writeTo = promisify(write);

export type Journal<Entry> = {
  /** In the file when `settled` resolves next. */
  append(entry: Entry): void;
  /** Everything appended until now survives a power cut. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** Tells `apply` every whole line of the file; a torn last line is cut off: nobody was ever told that it was kept. */
export function openJournal<Entry>(file: string, apply: (entry: Entry) => void): Journal<Entry> {
  const handle = openSync(file, "a+", 0o600);
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) ftruncateSync(handle, end);
  for (const line of bytes.toString("utf8", 0, end).split("\n")) if (line !== "") apply(JSON.parse(line));
  let waiting: string[] = [];
  let running: Promise<void> = Promise.resolve();

  /** One write and one sync for all that came meanwhile. */
  const flush = async () => {
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    const whole = Buffer.from(lines.join(""));
    for (let at = 0; at < whole.length; ) at += (await writeTo(handle, whole, at)).bytesWritten;
    await sync(handle);
  };
  return {
    append: (entry) => void waiting.push(`${JSON.stringify(entry)}\n`),
    settled() {
      running = running.then(flush);
      return running;
    },
    async close() {
      await this.settled();
      closeSync(handle);
    },
  };
}
