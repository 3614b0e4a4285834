/** A hub without any channel tells nobody anything: that is a task for the administrator until there is one. */
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";

const text = {
  zh: "还没有设任何通知通道，报警和派单不会发给任何人。请到“设置 › 通知通道”里加一个，例如企业微信机器人。",
  en: "No channel is set up: alerts and tickets are told to nobody. Add one to the rulebook's channels, e.g. a WeCom robot.",
};

export async function askForChannels(tables: Tables, now: number): Promise<void> {
  const { channels } = (await readBooks(tables)).channels;
  const wish = { kind: "CHANNEL_MISSING", subject: "channels", for: "administrator", text } as const;
  if (channels.some(({ state }) => state !== "off")) return tables.tasks.settle(wish.kind, wish.subject, "hub", now);
  await tables.tasks.raise(wish, now);
}
