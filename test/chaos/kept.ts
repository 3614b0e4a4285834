/** A part as a supervisor keeps it: started again whenever it ends, until somebody wants it down. */
import { type Command, type Running, startChild } from "../rig/child.ts";
import { now } from "./sensors.ts";

/** From its start until it was told to end, or ended by itself; null while it runs. */
export type Life = { from: number; endedAt: number | null };

export type Kept = {
  lives(): readonly Life[];
  /** The process of each life. */
  pids(): readonly number[];
  /** Wants it running; resolves when it says that it is ready, however often it had to be started, or is wanted down. */
  up(): Promise<void>;
  /** Wants it down; SIGTERM becomes SIGKILL when it is not heard. */
  down(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Of the present run. */
  output(): string;
  /** How it ended by itself after it had been ready, one line each. */
  fell(): readonly string[];
  /** Ends before it was ready: on a full disk, without its broker. */
  refusedStarts(): number;
};

const againMs = 300;
const patienceMs = 8000;
/** A part that cannot be started for so long is broken. */
const startMs = 60_000;

export function keep(name: string, command: () => Command, ready: RegExp): Kept {
  const lives: Life[] = [];
  const pids: number[] = [];
  const fell: string[] = [];
  let refused = 0;
  let words = "";
  let running: Running | null = null;
  let wish: "up" | "down" = "down";
  const waiting: (() => void)[] = [];
  let isReady = false;
  process.once("exit", () => running?.child.kill("SIGKILL"));

  function launch(): void {
    const life: Life = { from: now(), endedAt: null };
    lives.push(life);
    const child = startChild(command());
    running = child;
    if (child.child.pid !== undefined) pids.push(child.child.pid);
    isReady = false;
    child.says(ready, 120_000).then(
      () => {
        isReady = true;
        for (const done of waiting.splice(0)) done();
      },
      () => {},
    );
    child.child.once("exit", (code, signal) => {
      life.endedAt ??= now();
      if (wish === "down") return;
      words = lastWords(child.output());
      if (isReady) fell.push(`${name} ended with ${code ?? signal}: ${words}`);
      else refused++;
      isReady = false;
      setTimeout(() => wish === "up" && child === running && launch(), againMs);
    });
  }

  return {
    lives: () => lives,
    pids: () => pids,
    up() {
      if (wish === "down") {
        wish = "up";
        launch();
      }
      return new Promise((done, failed) => {
        if (isReady) return done();
        const broken = () => failed(new Error(`the ${name} cannot be started: ${words}`));
        const timer = setTimeout(broken, startMs);
        waiting.push(() => {
          clearTimeout(timer);
          done();
        });
      });
    },
    async down(signal) {
      wish = "down";
      for (const done of waiting.splice(0)) done();
      const life = lives.at(-1);
      if (life !== undefined) life.endedAt ??= now();
      const impatient = setTimeout(() => running?.child.kill("SIGKILL"), patienceMs);
      await running?.kill(signal);
      clearTimeout(impatient);
      isReady = false;
    },
    output: () => running?.output() ?? "",
    fell: () => fell,
    refusedStarts: () => refused,
  };
}

function lastWords(output: string): string {
  return output.trim().split("\n").slice(-12).join(" | ").slice(-1500);
}
