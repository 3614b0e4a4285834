/** Has expressions evaluated in a thread of their own, within a bound of time and memory. */
import { Worker } from "node:worker_threads";
import { Fault } from "../../../core/fault.ts";
import type { Answer, Question } from "./thread.ts";

export type Evaluator = {
  /**
   * Results in the order of the expressions, each undefined where it makes nothing. Throws `PUSH_UNREADABLE`: which
   * expression it was, why, and where.
   */
  evaluate(expressions: string[], input: unknown, bindings?: Record<string, unknown>): Promise<unknown[]>;
  close(): Promise<void>;
};

export type EvaluatorOptions = {
  /** An expression may take so long. */
  longestMs?: number;
  /** Ms on any clock. */
  clock?(): number;
};

const usualMs = 250;
/** A thread needs a moment to begin. */
const startMs = 10_000;
const mostMb = 96;
/** One that ran away so often is refused for a while before anything else has to wait for it again. */
const mostRunaways = 3;
const restMs = 60_000;

/** As sources it lies beside this file; bundled, beside the hub. */
const threadFile = import.meta.filename.endsWith(".ts")
  ? new URL("./thread.ts", import.meta.url)
  : new URL("./lilong-hub-mapping.js", import.meta.url);

type Thread = { worker: Worker; ready: Promise<void> };
type Runaway = { count: number; until: number };

export function startEvaluator({ longestMs = usualMs, clock = Date.now }: EvaluatorOptions = {}): Evaluator {
  let thread: Thread | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let n = 0;
  const runaways = new Map<string, Runaway>();

  const end = async () => {
    const ending = thread;
    thread = null;
    await ending?.worker.terminate();
  };
  const one = async (question: Question): Promise<unknown[]> => {
    const name = question.expressions.join("\n");
    checkRest(runaways.get(name), clock());
    thread ??= begin();
    const answer = await ask(thread, question, longestMs);
    if (typeof answer !== "string") return resultsOf(answer, question);
    await end();
    runaways.set(name, { count: (runaways.get(name)?.count ?? 0) + 1, until: clock() + restMs });
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
  throw new Fault("PUSH_UNREADABLE", `the mapping ran away ${runaway.count} times; it is tried again in ${seconds} s`);
}

function begin(): Thread {
  const resourceLimits = { maxOldGenerationSizeMb: mostMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 };
  const worker = new Worker(threadFile, { resourceLimits, execArgv: [] });
  worker.unref();
  // What happens to it is heard where it is asked.
  worker.on("error", () => undefined);
  return { worker, ready: new Promise((resolve) => worker.once("message", () => resolve())) };
}

function endOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? `took more than ${mostMb} MB` : `broke its thread: ${message}`;
}

/** A sentence where it did not answer in time, or ended. */
async function ask({ worker, ready }: Thread, question: Question, longestMs: number): Promise<Answer | string> {
  const heard = Promise.withResolvers<Answer | string>();
  const hear = (answer: Answer) => answer.n === question.n && heard.resolve(answer);
  const ended = (error: unknown) => heard.resolve(endOf(error));
  worker.on("message", hear);
  worker.on("error", ended);
  let timer = setTimeout(() => heard.resolve("could not begin"), startMs);
  try {
    await Promise.race([ready, heard.promise]);
    clearTimeout(timer);
    timer = setTimeout(() => heard.resolve(`took longer than ${longestMs} ms`), longestMs);
    worker.postMessage(question);
    return await heard.promise;
  } finally {
    clearTimeout(timer);
    worker.off("message", hear);
    worker.off("error", ended);
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
