/** The two programs as a person starts them: the neighbourhood, and the command that makes trouble in it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { openRawLine } from "./raw-line.ts";

const server = join(import.meta.dirname, "neighbourhood-server.ts");
const trouble = join(import.meta.dirname, "trouble.ts");
const folder = mkdtempSync(join(tmpdir(), "virtual-server-"));
const anyPorts = ["--bus-a", "0", "--bus-b", "0", "--control", "0"];

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { code: number; out: string; err: string };

function run(file: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) =>
    execFile(process.execPath, [file, ...args], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  );
}

/** Starts the server and waits for its first line. */
async function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [server, ...args], { env: { ...process.env, ...env } });
  running.push(child);
  let err = "";
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const [, busA = "", control = ""] = /bus-a tcp:\/\/127\.0\.0\.1:(\d+) .*control (http:\S+)/.exec(line) ?? [];
  return { child, line, busA: Number(busA), control, ended, err: () => err };
}

describe("the server", () => {
  it("says in one line where everything is, and ends with 0 on SIGTERM", async () => {
    const { child, line, busA, ended } = await start(anyPorts);
    expect(line).toMatch(
      /^virtual neighbourhood ready bus-a tcp:\/\/127\.0\.0\.1:\d+ bus-b tcp:\/\/127\.0\.0\.1:\d+ control http:\/\/127\.0\.0\.1:\d+$/,
    );
    const busy = await openRawLine(busA);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    busy.end();
  });

  it("says in one line that a port is taken, and ends with 2", async () => {
    const { busA } = await start(anyPorts);
    const second = await run(server, ["--bus-a", String(busA), "--bus-b", "0", "--control", "0"]);
    expect(second).toEqual({
      code: 2,
      out: "",
      err: expect.stringMatching(/^PORT_TAKEN: 127\.0\.0\.1:\d+ \(bus-a\) [^\n]+\n$/),
    });
  });

  it("names a wrong option, and helps", async () => {
    expect(await run(server, ["--bus-a", "99999"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^SETTING_INVALID: --bus-a "99999"/),
    });
    expect(await run(server, ["--bus-z"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^SETTING_INVALID: .*--bus-z/),
    });
    expect(await run(server, ["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("--pty FOLDER"),
      err: "",
    });
  });

  it("says in one line that it shows the buses over TCP only where socat is missing", async () => {
    const { line, err } = await start([...anyPorts, "--pty", join(folder, "none")], { PATH: "/nowhere" });
    expect(line).not.toContain("serial");
    expect(err()).toMatch(/^socat is not installed: the buses are shown over TCP only[^\n]*\n$/);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("leaves no socat behind after %s", async (signal) => {
    const { child, line, ended } = await start([...anyPorts, "--pty", join(folder, signal)]);
    expect(line).toContain(`serial ${join(folder, signal, "bus-a")} serial ${join(folder, signal, "bus-b")}`);
    const socats = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
    expect(socats).toHaveLength(2);
    child.kill(signal);
    await ended;
    await vi.waitFor(() => expect(socats.filter(isRunning)).toEqual([]), { timeout: 5000 });
    expect(existsSync(join(folder, signal, "bus-a"))).toBe(false);
  });
});

/** A process that ended but was not collected yet does not run. */
function isRunning(pid: string): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("the command", () => {
  it("makes trouble and says what to expect", async () => {
    const { control } = await start(anyPorts);
    const lifted = await run(trouble, ["cover", "lift", "2", "--control", control]);
    expect(lifted).toEqual({
      code: 0,
      out: expect.stringMatching(/^Cover 2 is lifted\. In about \d s [^\n]+\n$/),
      err: "",
    });
    const rained = await run(trouble, ["rain", "start"], { LILONG_CONTROL: control });
    expect(rained.out).toMatch(/^It rains, 100 mm\/h\./);
  });

  it("says what is possible when it does not understand", async () => {
    const { code, out, err } = await run(trouble, ["dance"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^There is no trouble "dance"; possible are: [^\n]+\.\n$/);
  });

  it("says what to do when the neighbourhood does not run", async () => {
    const alone = await run(trouble, ["heal", "--control", "http://127.0.0.1:1"]);
    expect(alone).toEqual({
      code: 1,
      out: "",
      err: "The virtual neighbourhood does not answer at http://127.0.0.1:1; start it with: npm start.\n",
    });
  });

  it("lists all there is", async () => {
    const { out } = await run(trouble, ["--help"]);
    for (const usage of [
      "cover lift [1|2|3]",
      "rain start [mm/h]",
      "smoke <1|2|3>",
      "unplug <bus-a|bus-b> [s]",
      "heal",
    ])
      expect(out).toContain(usage);
  });
});
