/** Work that many ask for is done at once, and then no oftener than this. */

/** The first call at once; what comes within the time is done once, at its end. */
export function atMost(everyMs: number, now: () => number, work: () => void) {
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    last = now();
    timer = undefined;
    work();
  };
  return {
    run() {
      if (timer !== undefined) return;
      const wait = last + everyMs - now();
      if (wait <= 0) go();
      else timer = setTimeout(go, wait);
    },
    stop: () => clearTimeout(timer),
  };
}
