/** The gpiod command-line tools, version 1 and 2: how each is called and what each prints. */
import { execFile, spawn } from "node:child_process";

export type Major = 1 | 2;
export type Bias = "pull-up" | "pull-down" | "disable";

/** How each version is asked. `chip` is a name such as `gpiochip0`. */
const calls = {
  1: {
    get: (chip: string, line: number, bias: Bias) => [`--bias=${bias}`, chip, String(line)],
    monitor: (chip: string, line: number, bias: Bias) => [
      `--bias=${bias}`,
      "--line-buffered",
      "--format=%o %e",
      chip,
      String(line),
    ],
    set: (chip: string, line: number, level: boolean) => ["--mode=signal", chip, `${line}=${Number(level)}`],
  },
  2: {
    get: (chip: string, line: number, bias: Bias) => [
      "--bias",
      bias.replace("disable", "disabled"),
      "--numeric",
      "--chip",
      chip,
      String(line),
    ],
    monitor: (chip: string, line: number, bias: Bias) => [
      "--bias",
      bias.replace("disable", "disabled"),
      "--edges",
      "both",
      "--format",
      "%o %e",
      "--chip",
      chip,
      String(line),
    ],
    set: (chip: string, line: number, level: boolean) => ["--chip", chip, `${line}=${Number(level)}`],
  },
} as const;

/** `gpiodetect (libgpiod) v1.6.3`; throws an `Error` that says what to install. */
export async function majorVersion(): Promise<Major> {
  const text = await run("gpiodetect", ["--version"]);
  const major = Number(/v(\d+)\./.exec(text)?.[1]);
  if (major !== 1 && major !== 2) throw new Error(`gpiodetect is of no known version: ${text.split("\n")[0]}`);
  return major;
}

/** `gpiochip0 [pinctrl-bcm2711] (58 lines)`, in both versions. Throws an `Error` that lists the labels there are. */
export async function chipByLabel(label: string): Promise<{ name: string; lines: number }> {
  const chips = parseChips(await run("gpiodetect", []));
  const found = chips.find((chip) => chip.label === label);
  if (found === undefined)
    throw new Error(
      `no GPIO chip has the label ${label}; this machine has ${chips.map((chip) => chip.label).join(", ") || "none"}`,
    );
  return found;
}

export function parseChips(text: string): { name: string; label: string; lines: number }[] {
  return [...text.matchAll(/^(\S+) \[([^\]]*)\] \((\d+) lines?\)/gm)].map(([, name = "", label = "", lines = ""]) => ({
    name,
    label,
    lines: Number(lines),
  }));
}

export async function readLevel(major: Major, chip: string, line: number, bias: Bias): Promise<boolean> {
  const text = (await run("gpioget", calls[major].get(chip, line, bias))).trim();
  const level = parseLevel(text);
  if (level === null) throw new Error(`gpioget says "${text.slice(0, 60)}", which is no level`);
  return level;
}

/** `1`; or in version 2 without `--numeric` `"17"=active`. */
export function parseLevel(text: string): boolean | null {
  const word = /^(?:"?[^"=]*"?=)?(0|1|active|inactive)$/.exec(text)?.[1];
  return word === undefined ? null : word === "1" || word === "active";
}

/** Version 1 numbers a rising edge 1 and a falling one 0, version 2 numbers them 1 and 2; each also writes words of its own. */
export function parseEdge(major: Major, text: string): boolean | null {
  const numbered = /^\d+ (\d)$/.exec(text.trim())?.[1];
  if (numbered !== undefined) return numbered === "1" ? true : numbered === (major === 1 ? "0" : "2") ? false : null;
  const word = /\b(rising|falling)\b/i.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? null : word === "rising";
}

export type Running = { stop(): Promise<void> };

/** Calls `edge` for each; `ended` when it ends by itself, with the reason. */
export function monitorLine(
  major: Major,
  chip: string,
  line: number,
  bias: Bias,
  edge: (level: boolean) => void,
  ended: (reason: string) => void,
): Running {
  let text = "";
  const hear = (bytes: Buffer) => {
    const lines = `${text}${bytes}`.split("\n");
    text = (lines.pop() ?? "").slice(-200);
    for (const each of lines) {
      const level = parseEdge(major, each);
      if (level !== null) edge(level);
    }
  };
  return keep("gpiomon", calls[major].monitor(chip, line, bias), hear, (why) =>
    ended(`gpiomon of line ${line} ended: ${why}`),
  );
}

/** Holds a line at a level until it is stopped. */
export function holdLine(
  major: Major,
  chip: string,
  line: number,
  level: boolean,
  ended: (reason: string) => void,
): Running {
  const hear = () => undefined;
  return keep("gpioset", calls[major].set(chip, line, level), hear, (why) =>
    ended(`gpioset of line ${line} ended: ${why}`),
  );
}

/** Runs a tool until it is stopped; `ended` when it ends before, with what it said last. */
function keep(
  tool: string,
  args: readonly string[],
  hear: (bytes: Buffer) => void,
  ended: (why: string) => void,
): Running {
  const child = spawn(...outlivedBy(tool, args), { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  let isStopped = false;
  child.stdout.on("data", hear);
  child.stderr.on("data", (bytes: Buffer) => {
    complaint = `${complaint}${bytes}`.slice(-500);
  });
  child.on("error", (error) => {
    complaint = error.message;
  });
  const gone = new Promise<void>((done) =>
    child.on("close", (code, signal) => {
      if (!isStopped) ended(complaint.trim() || String(code ?? signal));
      done();
    }),
  );
  return {
    stop() {
      isStopped = true;
      child.kill("SIGTERM");
      return gone;
    },
  };
}

/** A tool holds its line as long as it lives: the kernel ends it when this process is gone, however it goes. */
function outlivedBy(tool: string, args: readonly string[]): [command: string, args: string[]] {
  return ["setpriv", ["--pdeathsig", "TERM", tool, ...args]];
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    execFile(command, args, { timeout: 5000 }, (error, stdout, stderr) => {
      if (error === null) return done(stdout);
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      failed(
        new Error(
          isMissing
            ? `${command} is not installed: apt-get install gpiod`
            : `${command}: ${stderr.trim() || error.message}`,
        ),
      );
    });
  });
}
