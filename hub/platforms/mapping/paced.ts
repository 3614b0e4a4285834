/** Expressions that take long are evaluated in a process of their own: they keep each other waiting, and nobody else. */
import { type Evaluator, type EvaluatorOptions, nameOf, startEvaluator } from "./evaluate.ts";

/** What took so long last time counts as slow; what ran away once is never believed to be quick again. */
const slowMs = 40;
/** Of which it is remembered; a connector has one or two. */
const mostKnown = 2000;

type Pace = "quick" | "slow" | "runaway";

/** Those that nobody has seen at work wait for each other too. */
export function startPaced(options: EvaluatorOptions = {}): Evaluator {
  const paces = new Map<string, Pace>();
  const took = (name: string, ms: number) => {
    const was = paces.get(name);
    paces.delete(name);
    paces.set(name, was === "runaway" || !Number.isFinite(ms) ? "runaway" : ms < slowMs ? "quick" : "slow");
    for (const oldest of paces.keys()) if (paces.size > mostKnown) paces.delete(oldest);
  };
  const start = () => startEvaluator({ ...options, took });
  const ways = { quick: start(), slow: start(), runaway: start(), new: start() };
  return {
    evaluate: (expressions, input, bindings) =>
      ways[paces.get(nameOf(expressions)) ?? "new"].evaluate(expressions, input, bindings),
    close: async () => void (await Promise.all(Object.values(ways).map((way) => way.close()))),
  };
}
