/** Huawei's words for how a command goes on, alike on its two platforms. */
import { type Meaning, meanings } from "./steps.ts";
import { meaningIn } from "./word.ts";

/** [IoTDA API 设备异步命令状态变更通知; OceanConnect 北向 API 命令状态变化通知] */
const words: Record<string, Meaning | undefined> = {
  PENDING: meanings.saved,
  SENT: meanings.sent,
  DELIVERED: meanings.delivered,
  SUCCESSFUL: meanings.done,
  FAILED: meanings.failed,
  TIMEOUT: meanings.timeout,
  EXPIRED: meanings.expired,
};

/** A word that is not known is a step on the way: the deadline ends it. */
export function huaweiStepOf(word: unknown): Meaning {
  return meaningIn(words, word) ?? meanings.sent;
}
