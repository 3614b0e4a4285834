/** Long pure work in steps: between them whoever runs it may let others have their turn. */

export type Steps<Result> = Generator<void, Result>;

/** All of it in one go. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
