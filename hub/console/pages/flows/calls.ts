/** What the page about flows asks of the hub. */
import { client } from "../../client/client.ts";

export const calls = {
  flows: () => client.get("/api/flows"),
  restart: () => client.post("/api/flows/restart"),
  decisions: () => client.get("/api/flows/decisions", { query: { limit: 20 } }),
  questions: () => client.get("/api/flows/questions", { query: { limit: 20 } }),
  answer: (id: string, answer: "yes" | "no") =>
    client.post("/api/flows/questions/{id}/answer", { path: { id }, body: { answer } }),
  /** What went out by channels, and what became a task for want of one. */
  said: async () => {
    const [notices, tasks] = await Promise.all([
      client.get("/api/notify/log", { query: { limit: 200 } }),
      client.get("/api/tasks", { query: { state: "all" } }),
    ]);
    const told = notices
      .filter(({ id }) => id.startsWith("flows/"))
      .map(({ id, at, text, to }) => ({ id, at, text, to }));
    const asTasks = tasks
      .filter(({ kind }) => kind === "FLOW_SAYS")
      .map(({ id, at, text }) => ({ id, at, text: text.zh, to: "" }));
    return [...told, ...asTasks].sort((a, b) => b.at - a.at).slice(0, 20);
  },
  deploys: () => client.get("/api/ledgers/{book}", { path: { book: "changes" }, query: { limit: 5 } }),
};
