/** Waits for a while, or until it is called off. */

/** Why a wait was called off; a reason that is given costs nothing, the usual one an error with its stack. */
export const called = "called off";

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    const callOff = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", callOff, { once: true });
  });
}
