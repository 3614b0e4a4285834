/** What a robot's errcode means for the message: taken, later, or never. */

import { type Asked, answerOfStatus, objectOf } from "./ask.ts";
import type { Answer } from "./channel.ts";

/** By errcode; `rest`: nothing more should be sent for a minute. */
export type RobotCodes = Record<string, { answer: string; means: string }>;

const restMs = 60_000;

/** A code that no table knows is tried again: it is told to somebody when it stays. */
export function answerOfRobot(asked: Asked, codes: RobotCodes): Answer {
  const body = objectOf(asked.text);
  const code = body?.errcode;
  if (typeof code !== "number") return answerOfStatus(asked.status < 300 ? { ...asked, status: 502 } : asked);
  if (code === 0) return { state: "done" };
  const known = codes[String(code)];
  const error = `${code} ${known?.means ?? String(body?.errmsg ?? "").slice(0, 200)}`.trim();
  if (known?.answer === "refused") return { state: "refused", error };
  return { state: "later", error, ...(known?.answer === "rest" ? { restMs } : {}) };
}
