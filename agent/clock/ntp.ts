/** Asks the machine whether its clock is disciplined by NTP. */
import { execFile } from "node:child_process";

/** Runs a program and gives what it wrote; null when there is none, or when it failed. */
export type Ask = (command: string, args: readonly string[]) => Promise<string | null>;

type Source = { command: string; args: readonly string[]; isSynced(answer: string): boolean };

const sources: readonly Source[] = [
  { command: "chronyc", args: ["-c", "tracking"], isSynced: chronyIsSynced },
  { command: "timedatectl", args: ["show", "-p", "NTPSynchronized", "--value"], isSynced: timedatectlIsSynced },
];

const patienceMs = 2000;

/** Whether any of them says that the clock is right. */
export async function isNtpSynced(ask: Ask = run): Promise<boolean> {
  for (const { command, args, isSynced } of sources) {
    const answer = await ask(command, args);
    if (answer !== null && isSynced(answer)) return true;
  }
  return false;
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
