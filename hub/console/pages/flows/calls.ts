/** What the page about flows asks of the hub. */
import type { AskedView, DecisionView, FlowsView, QuestionView } from "../../../flows/views.ts";
import type { NoticeView } from "../../../http/notify-views.ts";
import type { TaskView } from "../../../http/views.ts";
import type { LedgerEntryView } from "../../../ledgers/views.ts";
import { request } from "../../api.ts";

export const calls = {
  flows: () => request<FlowsView>("GET", "/flows"),
  restart: () => request<{ state: "done" }>("POST", "/flows/restart"),
  decisions: () => request<DecisionView[]>("GET", "/flows/decisions?limit=20"),
  questions: () => request<AskedView[]>("GET", "/flows/questions?limit=20"),
  answer: (id: string, answer: "yes" | "no") =>
    request<QuestionView>("POST", `/flows/questions/${encodeURIComponent(id)}/answer`, { answer }),
  /** What went out by channels, and what became a task for want of one. */
  said: async () => {
    const [notices, tasks] = await Promise.all([
      request<NoticeView[]>("GET", "/notify/log?limit=200"),
      request<TaskView[]>("GET", "/tasks?state=all"),
    ]);
    const told = notices
      .filter(({ id }) => id.startsWith("flows/"))
      .map(({ id, at, text, to }) => ({ id, at, text, to }));
    const asTasks = tasks
      .filter(({ kind }) => kind === "FLOW_SAYS")
      .map(({ id, at, text }) => ({ id, at, text: text.zh, to: "" }));
    return [...told, ...asTasks].sort((a, b) => b.at - a.at).slice(0, 20);
  },
  deploys: () => request<LedgerEntryView[]>("GET", "/ledgers/changes?limit=5"),
};
