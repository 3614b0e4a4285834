/** What drivers write as text (`event`, `position`), as people say it: one table for all models. A test holds it to the drivers. */
import type { Bilingual } from "../../../core/point.ts";

export const said: Readonly<Record<string, Bilingual>> = {
  alarm: { zh: "报警", en: "alarm" },
  normal: { zh: "正常", en: "normal" },
  silent: { zh: "已静音", en: "silenced" },
  restore: { zh: "恢复正常", en: "back to normal" },
  heat: { zh: "温度过高", en: "too hot" },
  fault: { zh: "故障", en: "fault" },
  failover: { zh: "探测器故障", en: "detector fault" },
  removed: { zh: "被拆下", en: "removed" },
  installed: { zh: "装好了", en: "installed" },
  "low battery": { zh: "电量低", en: "low battery" },
  test: { zh: "自检", en: "test" },
  "test with low battery": { zh: "自检，电量低", en: "test, low battery" },
  tilt: { zh: "倾斜", en: "tilted" },
  unknown: { zh: "不明", en: "unknown" },
};

export const saidWords: ReadonlyMap<string, Bilingual> = new Map(Object.entries(said));

/** The points whose text is of these words; others carry what people wrote. */
export const spokenPoints: ReadonlySet<string> = new Set(["event", "position"]);
