/** Every kind of channel against a server that keeps the real one's limits and answers with its errors. */
import { describe, expect, test } from "vitest";
import { mailServer } from "../../../test/kit/mail-server.ts";
import { robotKeys, robotServer } from "../../../test/kit/robot-server.ts";
import type { Channel } from "../../rulebook/channels.ts";
import { sendMessage } from "../send.ts";
import type { Message } from "./channel.ts";

const clock = { now: 1_790_000_000_000 };
const shared = { id: "c", title: "东昌居委群", units: [] };
const message: Message = {
  id: "ticket-1/3-dispatch/c",
  subject: "东昌小区 东门 井盖被打开",
  text: "东昌小区 东门 井盖被打开。先围挡，别让人靠近。",
  severity: 1,
  people: [],
  items: [],
};

function send(channel: Channel, secrets: Record<string, string>, more: Partial<Message> = {}, now = clock.now) {
  const ready = { channel, secrets, people: new Map() };
  return sendMessage(ready, { ...message, ...more }, { now, signal: new AbortController().signal });
}

const wecom = (url: string, style: "text" | "markdown" = "text"): Channel => ({
  kind: "wecom",
  ...shared,
  url: `${url}/cgi-bin/webhook/send`,
  style,
});
const dingtalk = (url: string): Channel => ({ kind: "dingtalk", ...shared, url: `${url}/robot/send` });

describe("a WeCom robot", () => {
  test("takes the text and calls who is meant by phone", async () => {
    const robots = await robotServer(clock);
    const people = [{ name: "王师傅", phone: "13800000001" }, { name: "李阿姨" }];
    expect(await send(wecom(robots.url), { key: robotKeys.wecom }, { people })).toEqual({ state: "done" });
    expect(robots.heard[0]?.body).toEqual({
      msgtype: "text",
      text: { content: message.text, mentioned_mobile_list: ["13800000001"] },
    });
  });

  test.each([
    ["text", 2048],
    ["markdown", 4096],
  ] as const)("gets %s of at most %i bytes, cut between characters", async (style, most) => {
    const robots = await robotServer(clock);
    const text = "水位👨‍👩‍👧‍👦".repeat(400);
    expect(await send(wecom(robots.url, style), { key: robotKeys.wecom }, { text })).toEqual({ state: "done" });
    const [taken = ""] = robots.texts("/cgi-bin/webhook/send");
    expect(Buffer.byteLength(taken)).toBeLessThanOrEqual(most);
    expect(Buffer.byteLength(taken)).toBeGreaterThan(most - 30);
    expect(taken).toMatch(/(水|位|👨‍👩‍👧‍👦)…$/u);
  });

  test("gets no marks from words in markdown", async () => {
    const robots = await robotServer(clock);
    await send(
      wecom(robots.url, "markdown"),
      { key: robotKeys.wecom },
      { text: '<font color="info">[点这里](http://x)**' },
    );
    expect(robots.texts("/cgi-bin/webhook/send")).toEqual(['＜font color="info"＞［点这里］(http://x)＊＊']);
  });

  test("refuses a wrong key for good, and asks for rest when it hears too much", async () => {
    const robots = await robotServer(clock);
    expect(await send(wecom(robots.url), { key: "wrong-key" })).toEqual({
      state: "refused",
      error: "93000 机器人 key 无效，机器人可能已被移出群",
    });
    for (let n = 0; n < 20; n++) await send(wecom(robots.url), { key: robotKeys.wecom });
    expect(await send(wecom(robots.url), { key: robotKeys.wecom })).toMatchObject({
      state: "later",
      error: "45009 机器人发得太快，超过每分钟 20 条",
      restMs: 60_000,
    });
  });

  test("without its key is not asked at all", async () => {
    const robots = await robotServer(clock);
    expect(await send(wecom(robots.url), {})).toEqual({ state: "refused", error: "还没有填 key" });
    expect(robots.asked).toEqual([]);
  });
});

describe("a DingTalk robot", () => {
  const secrets = robotKeys.dingtalk;

  test("takes what is signed", async () => {
    const robots = await robotServer(clock);
    expect(await send(dingtalk(robots.url), secrets)).toEqual({ state: "done" });
    expect(robots.texts("/robot/send")).toEqual([message.text]);
  });

  test.each([
    ["a wrong secret", { ...secrets, secret: "SECwrong" }, 0, "refused", /^310000 安全校验没通过/],
    ["a clock that is 61 minutes off", secrets, 61 * 60_000, "refused", /^310000 安全校验没通过/],
    ["a clock that is 59 minutes off", secrets, 59 * 60_000, "done", /^$/],
    ["an unknown token", { ...secrets, token: "none" }, 0, "refused", /^300001 access_token 不存在/],
  ] as const)("with %s", async (_what, given, skew, state, error) => {
    const robots = await robotServer(clock);
    const answer = await send(dingtalk(robots.url), given, {}, clock.now - skew);
    expect(answer.state).toBe(state);
    expect("error" in answer ? answer.error : "").toMatch(error);
  });

  test("asks for rest when it hears too much", async () => {
    const robots = await robotServer(clock);
    for (let n = 0; n < 20; n++) await send(dingtalk(robots.url), secrets);
    expect(await send(dingtalk(robots.url), secrets)).toMatchObject({ state: "later", restMs: 60_000 });
  });
});

describe("any channel over HTTP", () => {
  test.each([
    [500, "", "later"],
    [502, "<html>", "later"],
    [429, "", "later"],
    [200, "not JSON", "later"],
    [200, '{"errcode":-1}', "later"],
    [200, '{"errcode":777,"errmsg":"new"}', "later"],
    [302, "", "refused"],
    [404, "", "refused"],
  ])("that answers %i %s: the message is %s", async (status, body, state) => {
    const robots = await robotServer(clock);
    robots.fail("/cgi-bin/webhook/send", status, 1, body);
    expect((await send(wecom(robots.url), { key: robotKeys.wecom })).state).toBe(state);
  });

  test("that nobody answers is tried later, and the error shows neither key nor token", async () => {
    const secrets = { key: "693a91f6-secret", token: "566cc-secret", secret: "SECfea-secret" };
    for (const channel of [wecom("http://127.0.0.1:1"), dingtalk("http://127.0.0.1:1")]) {
      const answer = await send(channel, secrets);
      expect(answer).toMatchObject({ state: "later", isDown: true });
      expect(JSON.stringify(answer)).not.toMatch(/693a91f6|566cc|SECfea/);
    }
  });

  test("that repeats the secret in its error is shown without it", async () => {
    const robots = await robotServer(clock);
    robots.fail("/cgi-bin/webhook/send", 200, 1, `{"errcode":777,"errmsg":"key ${robotKeys.wecom} is odd"}`);
    expect(await send(wecom(robots.url), { key: robotKeys.wecom })).toMatchObject({ error: "777 key *** is odd" });
  });
});

describe("a webhook", () => {
  const channel = (url: string): Channel => ({ kind: "webhook", ...shared, url: `${url}/hook` });

  test("gets the whole message, signed, under a key that stays the same", async () => {
    const robots = await robotServer(clock);
    for (let n = 0; n < 2; n++)
      expect(await send(channel(robots.url), { secret: robotKeys.hook })).toEqual({ state: "done" });
    expect(robots.heard.map(({ headers }) => headers["idempotency-key"])).toEqual([message.id, message.id]);
    expect(robots.heard[0]?.body).toMatchObject({ id: message.id, severity: 1, text: message.text });
  });

  test("that does not know our signature refuses", async () => {
    const robots = await robotServer(clock);
    expect(await send(channel(robots.url), { secret: "other-secret" })).toMatchObject({ state: "refused" });
  });
});

describe("e-mail", () => {
  const channel = (port: number, more: object = {}): Channel => ({
    ...{ kind: "email", ...shared, host: "127.0.0.1", port, security: "none", from: "lilong@example.cn", to: [] },
    ...more,
  });
  const people = [{ name: "王师傅", email: "wang@example.cn" }];

  test("arrives with its words whole", async () => {
    const server = await mailServer();
    expect(await send(channel(server.port), {}, { people })).toEqual({ state: "done" });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: "lilong@example.cn", to: ["wang@example.cn"] });
    const [head = "", body = ""] = (mail?.source ?? "").split("\r\n\r\n");
    expect(head).toMatch(/Message-ID: <ticket-1-3-dispatch-c@lilong>/i);
    expect(head).toMatch(/X-Priority: 1/);
    const plain = /base64/i.test(head) ? Buffer.from(body, "base64").toString() : decodeQuoted(body);
    expect(plain.trim()).toBe(message.text);
  });

  test("with a wrong password is refused, and the password is in no error", async () => {
    const server = await mailServer({ password: "right-password" });
    const settings = channel(server.port, { user: "lilong" });
    const answer = await send(settings, { password: "wrong-password" }, { people });
    expect(answer).toMatchObject({ state: "refused" });
    expect(JSON.stringify(answer)).not.toContain("wrong-password");
    expect(await send(settings, { password: "right-password" }, { people })).toEqual({ state: "done" });
  });

  test.each([
    [550, "refused"],
    [451, "later"],
  ] as const)("whose mailbox answers %i is %s", async (refuse, state) => {
    const server = await mailServer({ refuse });
    expect(await send(channel(server.port), {}, { people })).toMatchObject({ state });
  });

  test("to a server that is not there is tried later", async () => {
    expect(await send(channel(1), {}, { people })).toMatchObject({ state: "later", isDown: true });
  });
});

describe("a voice or SMS gateway", () => {
  const channel = (url: string): Channel => ({
    ...{ kind: "gateway", ...shared, method: "POST", url: `${url}/sms`, encoding: "json", mostBytes: 60, to: [] },
    headers: { Authorization: "APPCODE {{secret}}" },
    body: '{"mobile":"{{phone}}","content":"{{text}}","out_id":"{{id}}"}',
    answer: { field: "/result/code", done: ["OK"], later: ["BUSY"] },
  });
  const to = (phone: string) => ({ people: [{ name: "王师傅", phone }] });

  test("is asked as its template says, with words that cannot leave their place", async () => {
    const robots = await robotServer(clock);
    const text = 'a"b\\c\n{{secret}}';
    expect(await send(channel(robots.url), { secret: "sms-secret" }, { ...to("13800000001"), text })).toEqual({
      state: "done",
    });
    expect(robots.heard[0]?.body).toEqual({ mobile: "13800000001", content: text, out_id: message.id });
  });

  test("gets no more bytes than it takes", async () => {
    const robots = await robotServer(clock);
    await send(channel(robots.url), { secret: "sms-secret" }, to("13800000001"));
    expect(Buffer.byteLength(String(robots.heard[0]?.body.content))).toBeLessThanOrEqual(60);
  });

  test.each([
    ["a number it refuses", "13900000000", "sms-secret", "refused", /code=NUMBER/],
    ["a wrong secret", "13800000001", "wrong", "refused", /code=SIGN/],
  ])("with %s", async (_what, phone, secret, state, error) => {
    const robots = await robotServer(clock);
    const answer = await send(channel(robots.url), { secret }, to(phone));
    expect(answer.state).toBe(state);
    expect("error" in answer ? answer.error : "").toMatch(error);
  });
});

function decodeQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
