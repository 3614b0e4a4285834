/** Expressions that take long are evaluated in a process of their own: they keep each other waiting, and nobody else. */
import { type Evaluator, type EvaluatorOptions, nameOf, startEvaluator } from "./evaluate.ts";

/** What took so long last time counts as slow. */
const slowMs = 40;
/** Slow ones that are remembered; a connector has one or two. */
const mostSlow = 500;

export function startPaced(options: EvaluatorOptions = {}): Evaluator {
  const slowOnes = new Set<string>();
  const took = (name: string, ms: number) => {
    slowOnes.delete(name);
    if (ms >= slowMs) slowOnes.add(name);
    for (const oldest of slowOnes) if (slowOnes.size > mostSlow) slowOnes.delete(oldest);
  };
  const [quick, slow] = [startEvaluator({ ...options, took }), startEvaluator({ ...options, took })];
  return {
    evaluate: (expressions, input, bindings) =>
      (slowOnes.has(nameOf(expressions)) ? slow : quick).evaluate(expressions, input, bindings),
    close: async () => void (await Promise.all([quick.close(), slow.close()])),
  };
}
