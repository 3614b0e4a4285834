/** Asks the machine whether its clock is disciplined by NTP. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";

/** Runs a program and gives what it wrote; null when there is none, or when it failed. */
export type Ask = (command: string, args: readonly string[]) => Promise<string | null>;

type Source = { command: string; args: readonly string[]; isSynced(answer: string): boolean };

const sources: readonly Source[] = [
  { command: "chronyc", args: ["-c", "tracking"], isSynced: chronyIsSynced },
  { command: "timedatectl", args: ["show", "-p", "NTPSynchronized", "--value"], isSynced: timedatectlIsSynced },
];

const patienceMs = 2000;

/** When systemd-timesyncd last set the clock, ms since 1970 by that clock; null when it never did, or is not there. */
export type Touched = () => Promise<number | null>;

/** [systemd-timesyncd(8)] touched at each synchronization. */
const flag = "/run/systemd/timesync/synchronized";
/** [timesyncd.conf(5)] PollIntervalMaxSec is 2048 s: one synchronization may fail. */
const freshMs = 2 * 2_048_000;

/** Whether any of them says that the clock is right; where none can be asked, whether timesyncd set it of late. */
export async function isNtpSynced(ask: Ask = run, touched: Touched = readFlag, now = Date.now()): Promise<boolean> {
  const answers: string[] = [];
  for (const { command, args, isSynced } of sources) {
    const answer = await ask(command, args);
    if (answer === null) continue;
    if (isSynced(answer)) return true;
    answers.push(answer);
  }
  return answers.length === 0 && timesyncdIsFresh(await touched(), now);
}

/** A date that somebody moved since, either way, is far from the flag's. */
function timesyncdIsFresh(touchedAt: number | null, now: number): boolean {
  return touchedAt !== null && Math.abs(now - touchedAt) <= freshMs;
}

async function readFlag(): Promise<number | null> {
  const found = await stat(flag).catch(() => null);
  return found === null ? null : found.mtimeMs;
}

/** [chronyc(1) tracking, CSV] field 1 is the reference id, 3 the stratum, 14 the leap status. */
export function chronyIsSynced(answer: string): boolean {
  const fields = answer.trim().split(",");
  const [reference, , stratum] = fields;
  if (fields.length < 14 || fields[13] === "Not synchronised") return false;
  return Number(stratum) >= 1 && Number(stratum) <= 15 && reference !== localReference;
}

/** The machine's own clock as the reference: nobody confirmed it. */
const localReference = "7F7F0101";

/** [timedatectl(1)] the kernel's own word, whoever keeps it in step. */
export function timedatectlIsSynced(answer: string): boolean {
  return answer.trim() === "yes";
}

function run(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: patienceMs }, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
