/** Has expressions evaluated in a process of their own, within a bound of time and memory. */
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { Fault } from "../../../core/fault.ts";
import type { Answer, Question } from "./child.ts";

export type Evaluator = {
  /**
   * Results in the order of the expressions, each undefined where it makes nothing. Throws `PUSH_UNREADABLE`: which
   * expression it was, why, and where.
   */
  evaluate(expressions: string[], input: unknown, bindings?: Record<string, unknown>): Promise<unknown[]>;
  close(): Promise<void>;
};

export type EvaluatorOptions = {
  /** An expression may take so long, of its process's own time. */
  longestMs?: number;
  /** Ms on a clock that only goes forward; the process's own unless given. */
  monotonic?: () => number;
  /** How long expressions of this name took, of their process's time; without end: they ran away. */
  took?(name: string, ms: number): void;
};

export function nameOf(expressions: readonly string[]): string {
  return expressions.join("\n");
}

const usualMs = 250;
/** A process needs a moment to begin. */
const startMs = 10_000;
const mostMb = 96;
/** One that ran away so often is refused for a while before anything else has to wait for it again. */
const mostRunaways = 3;
const restMs = 60_000;

/** As sources it lies beside this file; bundled, beside the hub. */
const childFile = import.meta.filename.endsWith(".ts")
  ? new URL("./child.ts", import.meta.url)
  : new URL("./lilong-hub-mapping.js", import.meta.url);

type Helper = { child: ChildProcess; ready: Promise<void> };
type Runaway = { count: number; until: number };

export function startEvaluator(options: EvaluatorOptions = {}): Evaluator {
  const { longestMs = usualMs, monotonic = () => performance.now(), took = () => {} } = options;
  let helper: Helper | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let n = 0;
  const runaways = new Map<string, Runaway>();

  const end = async () => {
    const ending = helper;
    helper = null;
    if (ending !== null) await endChild(ending.child);
  };
  const one = async (question: Question): Promise<unknown[]> => {
    const name = nameOf(question.expressions);
    checkRest(runaways.get(name), monotonic());
    helper ??= begin();
    const answer = await ask(helper, question, longestMs);
    took(name, typeof answer === "string" ? Number.POSITIVE_INFINITY : answer.tookMs);
    if (typeof answer !== "string") {
      runaways.delete(name);
      return resultsOf(answer, question);
    }
    await end();
    runaways.set(name, { count: (runaways.get(name)?.count ?? 0) + 1, until: monotonic() + restMs });
    throw new Fault("PUSH_UNREADABLE", `the mapping ${answer}; make it simpler`);
  };

  return {
    evaluate(expressions, input, bindings = {}) {
      const result = turn.then(() => one({ n: ++n, expressions, input, bindings }));
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      await turn;
      await end();
    },
  };
}

function checkRest(runaway: Runaway | undefined, now: number): void {
  if (runaway === undefined || runaway.count < mostRunaways || now >= runaway.until) return;
  const seconds = Math.ceil((runaway.until - now) / 1000);
  const why = `the mapping ran away ${runaway.count} times; it is tried again in ${seconds} s`;
  throw new MappingRests(why, runaway.until - now);
}

/** It is not asked for so many ms: what there is to read waits. */
export class MappingRests extends Fault {
  readonly restMs: number;

  constructor(why: string, restMs: number) {
    super("PUSH_UNREADABLE", why);
    this.restMs = restMs;
  }
}

function begin(): Helper {
  const child = fork(childFile, {
    execArgv: [`--max-old-space-size=${mostMb}`, "--disable-warning=ExperimentalWarning"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.unref();
  child.channel?.unref();
  // What happens to it is heard where it is asked.
  child.on("error", () => undefined);
  return { child, ready: new Promise((resolve) => child.once("message", () => resolve())) };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.ref();
  child.kill("SIGKILL");
  await ended;
}

/** V8 ends a process that has no memory left by SIGABRT. */
function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === "SIGABRT" ? `took more than ${mostMb} MB` : `broke its process (${signal ?? code})`;
}

/** A sentence where it did not answer in time, or ended. */
async function ask({ child, ready }: Helper, question: Question, longestMs: number): Promise<Answer | string> {
  const heard = Promise.withResolvers<Answer | string>();
  const hear = (answer: Answer) => answer.n === question.n && heard.resolve(answer);
  const ended = (code: number | null, signal: NodeJS.Signals | null) => heard.resolve(endOf(code, signal));
  child.on("message", hear);
  child.on("exit", ended);
  let timer = setTimeout(() => heard.resolve("could not begin"), startMs);
  try {
    await Promise.race([ready, heard.promise]);
    clearTimeout(timer);
    const workedMs = startCounting(child.pid);
    const look = () => {
      const leftMs = longestMs - workedMs();
      if (leftMs > 0) timer = setTimeout(look, Math.max(leftMs, 10));
      // What it answered meanwhile is heard first.
      else setImmediate(() => heard.resolve(`took longer than ${longestMs} ms`));
    };
    timer = setTimeout(look, longestMs);
    if (child.connected) child.send(question, () => undefined);
    return await heard.promise;
  } finally {
    clearTimeout(timer);
    child.off("message", hear);
    child.off("exit", ended);
  }
}

/** A process that was not given the processor for so long is given up. */
const mostWaits = 40;

/**
 * Ms that a process has worked since: a hub or a machine that is busy is not its fault. Time itself where the system does
 * not tell [proc(5): utime and stime, in hundredths of a second].
 */
function startCounting(pid: number | undefined): () => number {
  const before = workedOf(pid);
  const began = performance.now();
  return () => {
    const now = workedOf(pid);
    const passedMs = performance.now() - began;
    return before === null || now === null ? passedMs : Math.max(now - before, passedMs / mostWaits);
  };
}

function workedOf(pid: number | undefined): number | null {
  try {
    const [, after = ""] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ");
    const [user, system] = after.split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return null;
  }
}

function resultsOf(answer: Answer, { expressions }: Question): unknown[] {
  if ("results" in answer) return answer.results;
  const { index, why, position } = answer.failed;
  const which = expressions.length > 1 && index === expressions.length - 1 ? "key" : "mapping";
  throw new MappingFault(which, position, why);
}

/** An expression that cannot be evaluated; `position` is the character where, counted from 0. */
export class MappingFault extends Fault {
  readonly expression: "mapping" | "key";
  readonly position: number | null;

  constructor(expression: "mapping" | "key", position: number | null, why: string) {
    super("PUSH_UNREADABLE", `the ${expression} failed${position === null ? "" : ` at character ${position}`}: ${why}`);
    this.expression = expression;
    this.position = position;
  }
}
