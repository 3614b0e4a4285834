/** What notices do as time passes: rungs that are due are told, digests go out at their hours. */
import type { Severity } from "../../core/rule.ts";
import { readBooks } from "../rulebook/books.ts";
import type { OutboxRow } from "../store/outbox.ts";
import type { Tables } from "../store/store.ts";
import { climbDue } from "./ladder/climb-alert.ts";
import { type Digested, digestLane, type News, tell } from "./tell.ts";
import { clockWords, severityWords } from "./words.ts";

/** So many in one transaction. */
const atOnce = 50;
const mostInDigest = 1000;

/** When there is something to do next, ms since 1970; null when nothing waits. */
export async function nextWatch({ ladders, outbox }: Tables): Promise<number | null> {
  const times = [await ladders.nextAt(), await outbox.nextAt(digestLane)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Does what is due now, in one transaction: a restart in between neither repeats nor skips any of it. */
export async function watch(tables: Tables, now: number): Promise<void> {
  for (const row of await tables.ladders.due(now, atOnce)) await climbDue(tables, row, now);
  const rows = await tables.outbox.due(digestLane, now, mostInDigest);
  const groups = Map.groupBy(rows, ({ body }) => (body as Digested).recipient.unit);
  // One for each unit.
  for (const group of groups.values()) await sendDigest(tables, group, now);
}

async function sendDigest(tables: Tables, rows: readonly OutboxRow[], now: number): Promise<void> {
  const first = rows[0] as OutboxRow;
  const { recipient } = first.body as Digested;
  const ways = [...new Set(rows.flatMap(({ body }) => (body as Digested).ways))];
  const all = lastOfEach(rows.map(({ body }) => (body as Digested).news));
  const books = await readBooks(tables);
  const news = digestNews(recipient.name, all, now);
  await tell(tables, books, news, { id: `digest/${first.id}`, recipient: { ...recipient, people: [] }, ways }, now);
  for (const { n } of rows) await tables.outbox.done(n, now);
}

/** A case of which much was to be told is there once, with the last of it. */
function lastOfEach(all: readonly News[]): (News & { count: number })[] {
  const groups = Map.groupBy(all, ({ ticket, line }) => ticket ?? line.zh);
  return [...groups.values()].map((some) => ({ ...(some.at(-1) as News), count: some.length }));
}

function digestNews(unit: string, all: readonly (News & { count: number })[], now: number): News {
  const sorted = all.toSorted((a, b) => a.severity - b.severity || a.at - b.at);
  const time = clockWords(now, now);
  const times = ({ count }: { count: number }) =>
    count > 1 ? { zh: `（${count} 次）`, en: ` (${count} times)` } : { zh: "", en: "" };
  const line = {
    zh: `${unit} ${time} 汇总：一般事项 ${all.length} 件`,
    en: `${unit}, digest of ${time}: ${all.length} minor`,
  };
  const lineOf = (news: News & { count: number }, i: number, language: "zh" | "en") =>
    `${i + 1}. ${severityWords[news.severity][language]} ${clockWords(news.at, now)} ${news.line[language]}${times(news)[language]}`;
  const text = (language: "zh" | "en") =>
    [line[language], ...sorted.map((news, i) => lineOf(news, i, language))].join("\n");
  const severity = Math.min(...all.map((news) => news.severity)) as Severity;
  return {
    kind: "digest",
    severity,
    line,
    text: { zh: text("zh"), en: text("en") },
    ticket: null,
    alert: null,
    at: now,
  };
}
