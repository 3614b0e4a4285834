/** What stories and tasks say of the flows. */
import type { Bilingual } from "../../core/point.ts";
import type { Tables } from "../store/store.ts";
import type { TaskWish } from "../store/tasks.ts";

export const waited: Bilingual = {
  zh: "流程说先等，时间到了，按派遣表派遣",
  en: "The flows said to wait; the time is up, dispatched by the table",
};

export const gone: Bilingual = {
  zh: "流程没有在运行，按派遣表派遣",
  en: "The flows are not running; dispatched by the table",
};

export function late(deadlineMs: number): Bilingual {
  const seconds = deadlineMs / 1000;
  return {
    zh: `流程没有在 ${seconds} 秒内答复，按派遣表派遣`,
    en: `The flows did not answer within ${seconds} s; dispatched by the table`,
  };
}

/** What was wrong, in words that go before "按派遣表派遣". */
export function failed({ zh, en }: Bilingual): Bilingual {
  return { zh: `${zh}，按派遣表派遣`, en: `${en}; dispatched by the table` };
}

export const useless: Bilingual = { zh: "流程的答复用不了", en: "The flow's answer cannot be used" };

export function unknownUnit(unit: string): Bilingual {
  return { zh: `流程要派给“${unit}”，规则库里没有这个单位`, en: `The flow chose "${unit}", which is no unit` };
}

export function threw(text: string): Bilingual {
  return { zh: `流程出错（“${text}”）`, en: `The flow failed ("${text}")` };
}

/** One task, however many tickets: it counts. */
export function failing(ticket: string, why: Bilingual): TaskWish {
  const text = {
    zh: `${why.zh}（工单 ${ticket}）。打开流程编辑器，改好或停用出错的流程，再点部署；工单已按派遣表派遣。`,
    en: `${why.en} (ticket ${ticket}). Open the flow editor, correct or disable the flow that fails, and deploy; the table dispatched the ticket.`,
  };
  return { kind: "FLOWS_BROKEN", subject: "errors", for: "administrator", text };
}

/** So many unanswered in a row are told to somebody. */
export const silentAfter = 10;

export function silent(count: number): TaskWish {
  const text = {
    zh: `流程在运行，但连续 ${count} 张工单没有答复，都按派遣表派遣了。打开流程编辑器，看“派单”流程是不是停用了或出错了。`,
    en: `The flows run but left ${count} tickets in a row unanswered; the table dispatched them. Open the flow editor: is the dispatch flow disabled, or failing?`,
  };
  return { kind: "FLOWS_BROKEN", subject: "answers", for: "administrator", text };
}

export function settleSilent({ tasks }: Tables, now: number): Promise<void> {
  return tasks.settle("FLOWS_BROKEN", "answers", "hub", now);
}

export type Broken = { kind: "crashing"; ends: number; why: string } | { kind: "unreadable" | "unbuilt"; why: string };

const brokenText: Record<Broken["kind"], (why: string) => Bilingual> = {
  crashing: (why) => ({
    zh: `流程接连停了几次（${why}），已用安全模式启动，流程都没有运行，工单按派遣表派遣。打开流程编辑器，改好或停用出错的流程，再点部署。`,
    en: `The flows ended several times in a row (${why}) and were started in safe mode: no flow runs, the table dispatches. Open the flow editor, correct or disable the flow that fails, and deploy.`,
  }),
  unreadable: (why) => ({
    zh: `流程文件读不懂（${why}），流程都没有运行，工单按派遣表派遣。把备份的流程文件放回去再重启，或在流程编辑器里重新导入。`,
    en: `The flow file cannot be read (${why}): no flow runs, the table dispatches. Put back a copy of the flow file and restart, or import the flows again in the editor.`,
  }),
  unbuilt: (why) => ({
    zh: `流程程序不全（${why}），流程没有启动，工单按派遣表派遣。重新安装，或运行 npm run build。`,
    en: `The flows are not built (${why}) and were not started; the table dispatches. Install again, or run npm run build.`,
  }),
};

export function brokenTask(broken: Broken): TaskWish {
  const text = brokenText[broken.kind](broken.why);
  return { kind: "FLOWS_BROKEN", subject: "flows", for: "administrator", text };
}

export function settleBroken({ tasks }: Tables, now: number): Promise<void> {
  return tasks.settle("FLOWS_BROKEN", "flows", "hub", now);
}
