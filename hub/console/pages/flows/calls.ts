/** What the page about flows asks of the hub. */
import { client } from "../../client/client.ts";

/** So many of what is over are shown; what lies before them is counted. */
export const most = 20;
/** As many questions as the hub gives at once: those that wait come first. */
export const mostQuestions = 200;

export const calls = {
  flows: () => client.get("/api/flows"),
  restart: () => client.post("/api/flows/restart"),
  decisions: () => client.get("/api/flows/decisions", { query: { limit: most + 1 } }),
  questions: () => client.get("/api/flows/questions", { query: { limit: mostQuestions } }),
  answer: (id: string, answer: "yes" | "no") =>
    client.post("/api/flows/questions/{id}/answer", { path: { id }, body: { answer } }),
  /** What went out by channels, and what became a task for want of one. */
  said: async (mayReadLog: boolean) => {
    const [notices, tasks] = await Promise.all([
      mayReadLog ? client.get("/api/notify/log", { query: { by: "flows", limit: most + 1 } }) : [],
      client.get("/api/tasks", { query: { state: "all", kind: "FLOW_SAYS", limit: most + 1 } }),
    ]);
    const told = notices.map(({ id, at, text, to }) => ({ id, at, text, to }));
    const asTasks = tasks.map(({ id, at, text }) => ({ id, at, text: text.zh, to: "" }));
    return [...told, ...asTasks].sort((a, b) => b.at - a.at);
  },
  deploys: () => client.get("/api/ledgers/{book}", { path: { book: "changes" }, query: { limit: 5 } }),
};
