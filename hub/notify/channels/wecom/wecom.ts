/** A WeCom group robot: text to 2048 bytes or markdown to 4096, twenty messages a minute; its key is the secret. */
import type { WecomSettings } from "../../../rulebook/channels.ts";
import { bytesOf, cutToBytes } from "../../cut.ts";
import { postJson } from "../ask.ts";
import type { ChannelKind, Message } from "../channel.ts";
import { answerOfRobot } from "../robot-answer.ts";
import facts from "./codes.json" with { type: "json" };

const address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send";

export const wecom: ChannelKind<WecomSettings> = {
  secrets: () => ["key"],
  perMinute: facts.perMinute,
  addressOf: null,
  fits: (settings, text) => bytesOf(dressed(settings, text)) <= mostBytes(settings),
  async send(settings, { key = "" }, message, { signal }) {
    const url = new URL(settings.url ?? address);
    url.searchParams.set("key", key);
    return answerOfRobot(await postJson(url.href, bodyOf(settings, message), signal), facts.codes);
  },
};

function mostBytes({ style }: WecomSettings): number {
  return style === "markdown" ? facts.markdownBytes : facts.textBytes;
}

function bodyOf(settings: WecomSettings, { text, people }: Message): object {
  const content = cutToBytes(dressed(settings, text), mostBytes(settings));
  if (settings.style === "markdown") return { msgtype: "markdown", markdown: { content } };
  const phones = people.flatMap(({ phone }) => phone ?? []);
  return { msgtype: "text", text: { content, ...(phones.length > 0 ? { mentioned_mobile_list: phones } : {}) } };
}

/** Words from outside must not become marks: WeCom's markdown knows no escapes, so they are written full-width. */
const fullWidth: Record<string, string> = {
  "<": "＜",
  ">": "＞",
  "[": "［",
  "]": "］",
  "*": "＊",
  "`": "｀",
  "#": "＃",
};

function dressed({ style }: WecomSettings, text: string): string {
  return style === "markdown" ? text.replace(/[<>[\]*`#]/g, (mark) => fullWidth[mark] ?? mark) : text;
}
