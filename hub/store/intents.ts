/** What people meant to do, by the key that came with each request: the same again is answered, not done again. */

/** So long a key is known. */
export const intentMs = 24 * 3_600_000;

export type Intent = {
  account: string;
  key: string;
  /** Of the method, the address and the body. */
  hash: string;
  at: number;
  /** What was answered; null while it is under way, and where the answer was lost or may not be kept. */
  answer: { status: number; body: string } | null;
};

export type Intents = {
  find(account: string, key: string): Promise<Intent | null>;
  /** False when there is one of this key already. Forgets some that are older than a day. */
  add(intent: Intent): Promise<boolean>;
  answer(account: string, key: string, answer: Intent["answer"]): Promise<void>;
};
