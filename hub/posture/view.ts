/** The posture as the API shows it. */
import type { PostureView } from "../http/posture-views.ts";
import type { PostureRow } from "../store/postures.ts";
import type { Tables } from "../store/store.ts";
import { digestFrom, type PostureLevel, postureLevels, postures } from "./postures.ts";

const mostSwitches = 100;

export async function postureView(tables: Tables): Promise<PostureView> {
  const history = await tables.postures.list(mostSwitches);
  const level: PostureLevel = history[0]?.level ?? "everyday";
  const severity = digestFrom(level);
  return {
    level,
    title: titleOf(level),
    ...(severity === null ? {} : { digestFrom: severity }),
    ...(history[0] === undefined ? {} : { since: history[0].at }),
    levels: postureLevels.map(levelView),
    history: history.map((row: PostureRow) => ({ ...row, title: titleOf(row.level) })),
  };
}

function levelView(level: PostureLevel): PostureView["levels"][number] {
  const { title, digestFrom: severity, measures } = postures.levels[level];
  return { level, title, measures, ...(severity === null ? {} : { digestFrom: severity }) };
}

function titleOf(level: PostureLevel) {
  return postures.levels[level].title;
}
