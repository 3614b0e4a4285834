/** Makes one message of the notices that go out together: late ones say so, and what does not fit is counted. */
import { createHash } from "node:crypto";
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";
import type { Person } from "../rulebook/channels.ts";
import type { Message } from "./channels/channel.ts";
import type { Notice } from "./notice.ts";
import { clockWords, type Language, lateMark, severityWords } from "./words.ts";

export type Told = { id: string; notice: Notice };

export function isLate({ lateAfter }: Notice, now: number): boolean {
  return now > lateAfter;
}

/** `fits`: whether the channel takes a text whole. `personOf`: phone and address of a name. */
export function compose(
  told: readonly Told[],
  language: Language,
  fits: (text: string) => boolean,
  personOf: (name: string) => Person,
  now: number,
): Message {
  const first = told[0] as Told;
  const items = told.map(({ id, notice: { severity, line, at, ticket, alert } }) => {
    return { id, severity, line: line[language], at, ticket, alert };
  });
  const names = new Set(told.flatMap(({ notice }) => notice.people));
  const isOne = isOneCase(told);
  const text = isOne ? joinedText(told, language, now) : mergedText(told, language, fits, now);
  return {
    id: messageId(told),
    subject: isOne ? marked(first.notice, first.notice.line, language, now) : headOf(told, language),
    text,
    severity: Math.min(...told.map(({ notice }) => notice.severity)) as Severity,
    people: [...names].map(personOf),
    items,
  };
}

/** A message that is sent again with the same notices has the same name. */
function messageId(told: readonly Told[]): string {
  if (told.length === 1) return (told[0] as Told).id;
  const ids = told.map(({ id }) => id).sort();
  return `merged-${createHash("sha256").update(ids.join("\n")).digest("hex").slice(0, 32)}`;
}

function marked(notice: Notice, words: Bilingual, language: Language, now: number): string {
  return `${isLate(notice, now) ? lateMark(notice.at, now)[language] : ""}${words[language]}`;
}

function isOneCase(told: readonly Told[]): boolean {
  const [first, ...more] = told.map(({ notice }) => notice.ticket);
  return more.every((ticket) => ticket !== null && ticket === first);
}

/** The first as it is, then what the others have to say besides, then the ticket's line, which all of them end with. */
function joinedText([first, ...more]: readonly Told[], language: Language, now: number): string {
  const { notice } = first as Told;
  const lines = marked(notice, notice.text, language, now).split("\n");
  if (more.length === 0) return lines.join("\n");
  const last = lines.pop() as string;
  const mark = severityWords[notice.severity][language];
  for (const line of more.flatMap((one) => one.notice.text[language].split("\n")))
    if (line !== last && !lines.includes(line) && !line.startsWith(mark)) lines.push(line);
  return [...lines, last].join("\n");
}

function headOf(told: readonly Told[], language: Language): string {
  return language === "zh" ? `合并发送 ${told.length} 条：` : `${told.length} notices in one:`;
}

function tailOf(more: number, language: Language): string {
  return language === "zh" ? `另有 ${more} 条，请到平台工单里看。` : `${more} more: see the tickets on the platform.`;
}

function lineOf(notice: Notice, number: number, language: Language, now: number): string {
  return `${number}. ${clockWords(notice.at, now)} ${marked(notice, notice.line, language, now)}`;
}

/** As many lines as leave room for the count of the rest. */
function mergedText(told: readonly Told[], language: Language, fits: (text: string) => boolean, now: number): string {
  const lines = told.map(({ notice }, index) => lineOf(notice, index + 1, language, now));
  const whole = (count: number) => {
    const more = lines.length - count;
    return [headOf(told, language), ...lines.slice(0, count), ...(more > 0 ? [tailOf(more, language)] : [])].join("\n");
  };
  let [least, most] = [0, lines.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(whole(middle))) least = middle;
    else most = middle - 1;
  }
  return whole(least);
}
