/** Writes down what a channel answered: in the log of what was told, and as a task where it will not take anything. */
import type { Sent } from "../outbox/drain.ts";
import type { OutboxRow } from "../store/outbox.ts";
import type { Tables } from "../store/store.ts";
import { isLate } from "./compose.ts";
import { climbUntold } from "./ladder/climb-untold.ts";
import type { Notice } from "./notice.ts";

/** The message in which a row of the outbox went, by the row's number. */
export type SentIn = Map<number, string>;

export async function keepAnswer(
  tables: Tables,
  channel: string,
  row: OutboxRow,
  sent: Sent,
  sentIn: SentIn,
  now: number,
): Promise<void> {
  const message = sentIn.get(row.n) ?? row.id;
  sentIn.delete(row.n);
  if (sent.state === "wait" || sent.state === "later") return;
  await keepNotice(tables, channel, row, message, sent.state === "refused" ? sent.error : null, now);
  if (sent.state === "done") return tables.tasks.settle("CHANNEL_REFUSED", channel, "hub", now);
  await askAdministrator(tables, channel, row.body as Notice, sent.error, now);
  await climbUntold(tables, row.body as Notice, channel, now);
}

async function keepNotice(
  { notices }: Tables,
  channel: string,
  { id, at, body }: OutboxRow,
  message: string,
  error: string | null,
  now: number,
): Promise<void> {
  const notice = body as Notice;
  const { severity, ticket, alert, text } = notice;
  await notices.add({
    ...{ id, channel, message, severity, ticket, alert, at, endedAt: now, error },
    to: toWords(notice),
    text: text.zh,
    result: error === null ? "sent" : "refused",
    late: isLate(notice, now),
  });
}

export function toWords({ unit, people }: Pick<Notice, "unit" | "people">): string {
  return [unit, ...people].filter((word) => word !== "").join(" ");
}

async function askAdministrator({ tasks }: Tables, channel: string, { line }: Notice, error: string, now: number) {
  const text = {
    zh: `通知通道 ${channel} 不收消息：${error}。没送到：${line.zh}。请改好通道，再发一条测试消息。`,
    en: `The channel ${channel} takes no messages: ${error}. Not told: ${line.en}. Correct the channel, then send a test message.`,
  };
  await tasks.raise({ kind: "CHANNEL_REFUSED", subject: channel, for: "administrator", text }, now);
}
