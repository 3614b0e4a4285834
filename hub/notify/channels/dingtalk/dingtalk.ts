/** A DingTalk group robot with signature (加签): twenty messages a minute, an hour of clock skew. */
import type { DingtalkSettings } from "../../../rulebook/channels.ts";
import { bytesOf, cutToBytes } from "../../cut.ts";
import { postJson } from "../ask.ts";
import type { ChannelKind } from "../channel.ts";
import { answerOfRobot } from "../robot-answer.ts";
import facts from "./codes.json" with { type: "json" };
import { dingtalkSign } from "./sign.ts";

const address = "https://oapi.dingtalk.com/robot/send";

export const dingtalk: ChannelKind<DingtalkSettings> = {
  secrets: () => ["token", "secret"],
  perMinute: facts.perMinute,
  addressOf: null,
  fits: (_settings, text) => bytesOf(text) <= facts.textBytes,
  async send(settings, { token = "", secret = "" }, { text, people }, { now, signal }) {
    const url = new URL(settings.url ?? address);
    url.searchParams.set("access_token", token);
    url.searchParams.set("timestamp", String(now));
    url.searchParams.set("sign", dingtalkSign(secret, now));
    const atMobiles = people.flatMap(({ phone }) => phone ?? []);
    const content = cutToBytes(text, facts.textBytes);
    const body = { msgtype: "text", text: { content }, ...(atMobiles.length > 0 ? { at: { atMobiles } } : {}) };
    return answerOfRobot(await postJson(url.href, body, signal), facts.codes);
  },
};
