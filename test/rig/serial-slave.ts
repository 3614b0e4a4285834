/** Slaves on a serial line of their own speed: who asks at another is not understood. */
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { onTestFinished } from "vitest";
import { ptyPair } from "./processes.ts";

export type SerialSlave = {
  /** The port to ask at. */
  path: string;
  /** The speeds at which somebody asked, each once, in order. */
  speeds: number[];
};

/** `reply` is asked for each question that came at `baudRate`. A PTY keeps the speed it was set to; parity it does not know. */
export async function startSerialSlave(
  folder: string,
  baudRate: number,
  reply: (request: Buffer) => Uint8Array | null,
): Promise<SerialSlave> {
  const [path, far] = [join(folder, "near"), join(folder, "far")];
  await ptyPair(path, far);
  // Open before who asks has it for itself.
  const near = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  const port = new SerialPort({ path: far, baudRate });
  const speeds: number[] = [];
  port.on("data", (request: Buffer) => {
    const speed = Number(execFileSync("stty", ["speed"], { stdio: [near, "pipe", "inherit"] }).toString());
    if (!speeds.includes(speed)) speeds.push(speed);
    const answer = speed === baudRate ? reply(request) : null;
    if (answer !== null) port.write(Buffer.from(answer));
  });
  await new Promise<void>((done) => port.once("open", () => done()));
  onTestFinished(async () => {
    closeSync(near);
    await new Promise<void>((done) => port.close(() => done()));
  });
  return { path, speeds };
}
