/** CTWing's words for how a command goes on, in messages (`resultCode`) and in answers of its API (`commandStatus`). */
import { type Meaning, meanings } from "../kit/steps.ts";
import { meaningIn } from "../kit/word.ts";

/** [AEP 开放平台, 指令下发] */
const words: Record<string, Meaning | undefined> = {
  SAVED: meanings.saved,
  指令已保存: meanings.saved,
  SENT: meanings.sent,
  指令已发送: meanings.sent,
  DELIVERED: meanings.delivered,
  指令已送达: meanings.delivered,
  COMPLETED: meanings.done,
  SUCCESSFUL: meanings.done,
  指令已完成: meanings.done,
  FAILED: meanings.failed,
  指令发送失败: meanings.failed,
  CANCELED: meanings.failed,
  指令已取消: meanings.failed,
  EXPIRED: meanings.expired,
  TTL_TIMEOUT: meanings.expired,
  指令过期: meanings.expired,
  TIMEOUT: meanings.timeout,
  指令超时: meanings.timeout,
};

/** A word that is not known is a step on the way: the deadline ends it. */
export function stepOf(word: string): Meaning {
  return meaningIn(words, word) ?? meanings.sent;
}
