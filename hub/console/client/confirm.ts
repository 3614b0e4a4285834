/** Whether it is still the person who signed in: asked once at a time, however many requests wait for it. */

type Question = { answer: Promise<boolean>; settle(isThem: boolean): void };

let asked: Question | null = null;
let times = 0;
const listeners = new Set<() => void>();

/** How often they have confirmed on this page. */
export const timesConfirmed = (): number => times;

/**
 * False where they say no, and where there is nothing on the screen to ask with. `before`: how often they had confirmed when
 * the request was sent; who has confirmed since then is not asked again for it.
 */
export function confirmed(before: number): Promise<boolean> {
  if (times > before) return Promise.resolve(true);
  if (listeners.size === 0) return Promise.resolve(false);
  if (asked !== null) return asked.answer;
  let settle: Question["settle"] = () => {};
  // Promise.withResolvers is newer than the phones that come here.
  const answer = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  put({ answer, settle });
  return answer;
}

export function settleConfirm(isThem: boolean): void {
  const question = asked;
  if (isThem) times++;
  put(null);
  question?.settle(isThem);
}

export const isConfirmAsked = (): boolean => asked !== null;

/** Whoever listens shows the question while it is asked. */
export function listenForConfirm(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function put(question: Question | null): void {
  asked = question;
  for (const changed of listeners) changed();
}
