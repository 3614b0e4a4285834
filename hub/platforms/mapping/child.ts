/** The process that evaluates mappings: one that runs away keeps nothing waiting and takes only its own memory with it. */
import jsonata from "jsonata";

export type Question = { n: number; expressions: string[]; input: unknown; bindings: Record<string, unknown> };
/** `tookMs`: of this process; `failed`: which expression, why, and at which character. */
export type Answer = { n: number; tookMs: number } & (
  | { results: unknown[] }
  | { failed: { index: number; why: string; position: number | null } }
);

const kept = new Map<string, jsonata.Expression>();
const mostKept = 200;

process.on("message", (question: Question) => void answer(question));
// Whoever asked is gone.
process.on("disconnect", () => process.exit());
// It is there; a question has no number 0.
tell({ n: 0, tookMs: 0, results: [] });

async function answer({ n, expressions, input, bindings }: Question): Promise<void> {
  const results: unknown[] = [];
  const began = performance.now();
  const tookMs = () => performance.now() - began;
  for (const [index, expression] of expressions.entries())
    try {
      results.push(plain(await compiled(expression).evaluate(input, bindings)));
    } catch (error) {
      const { message, position } = error as { message?: string; position?: number };
      return tell({
        n,
        tookMs: tookMs(),
        failed: { index, why: message ?? String(error), position: position ?? null },
      });
    }
  tell({ n, tookMs: tookMs(), results });
}

function compiled(expression: string): jsonata.Expression {
  const known = kept.get(expression);
  if (known !== undefined) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = jsonata(expression);
  kept.set(expression, made);
  return made;
}

/** What JSON can say: a function or a sequence's own marks do not leave the process. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

function tell(answer: Answer): void {
  process.send?.(answer);
}
