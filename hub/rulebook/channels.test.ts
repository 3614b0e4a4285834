/** No secret lies in an address of the table of channels, which is shown with all its versions; what is no secret may. */
import { beforeEach, describe, expect, test } from "vitest";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { importTable, readBooks } from "./books.ts";
import type { Channel, ChannelBook } from "./channels.ts";

let hub: QuietHub;
beforeEach(async () => {
  hub = await quietHub();
});

const shared = { id: "one", title: "一号", units: [] };
const hook = (url: string): Channel => ({ kind: "webhook", ...shared, url });
const wecom = (url: string): Channel => ({ kind: "wecom", ...shared, url });
const gateway = (url: string, headers = {}): Channel => ({
  ...{ kind: "gateway", ...shared, method: "POST", url, headers, body: "{{text}}", encoding: "plain", mostBytes: 500 },
  ...{ answer: { field: "code", done: ["0"], later: [] }, to: [] },
});
const put = (...channels: Channel[]) =>
  hub.act((tables) =>
    importTable(
      tables,
      { kind: "channels", body: { source: "手工", channels, people: [] }, by: "小陈" },
      hub.clock.now,
    ),
  );

describe("an address that holds a secret is refused, and where the secret belongs is said", () => {
  test.each<[string, Channel]>([
    ["a robot's key", wecom("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SECRET")],
    ["a token", hook("https://x.cn/hook?token=SECRET")],
    ["a token further on", hook("https://x.cn/hook?a=1&Access-Token=SECRET")],
    ["an api key", hook("https://x.cn/hook?apiKey=SECRET&a=1")],
    ["a password", gateway("https://x.cn/sms?user=a&pwd=SECRET&to={{phone}}")],
    ["a signature", hook("https://x.cn/hook?sig=SECRET")],
    ["a secret behind the hash", hook("https://x.cn/hook#access_token=SECRET")],
    ["name and password before the host", hook("https://user:SECRET@x.cn/hook")],
    ["a name alone before the host", hook("https://SECRET@x.cn/hook")],
    ["the same in a gateway's template", gateway("https://user:SECRET@x.cn/sms?to={{phone}}")],
    ["half a secret beside the template", gateway("https://x.cn/sms?token=SECRET{{secret}}")],
    ["one in a header", gateway("https://x.cn/sms", { Authorization: "Bearer SECRET" })],
    ["one in a header of one's own", gateway("https://x.cn/sms", { "X-Api-Key": "SECRET" })],
  ])("%s", async (_what, channel) => {
    const refused = put(hook("https://x.cn/other"), { ...channel, id: "two" });
    await expect(refused).rejects.toThrow(/^INPUT_INVALID: \/channels\/1\/(url|headers)/);
    await expect(refused).rejects.toThrow("/api/notify/channels/two/secrets");
    await expect(refused).rejects.not.toThrow("SECRET");
  });
});

test.each<[string, Channel]>([
  ["a gateway's template", gateway("https://x.cn/sms?token={{secret}}&to={{phone}}&sign={{secret}}")],
  ["a gateway's header", gateway("https://x.cn/sms", { authorization: "Bearer {{secret}}", "x-tenant": "lujiazui" })],
  ["what is no secret", hook("https://x.cn/hook?tenant=310115005&keyword=street&design=2")],
  ["an address whose path has an @", hook("https://x.cn/@street/hook")],
])("%s is taken", async (_what, channel) => {
  expect((await put(channel)).version).toBe(1);
});

test("a table that was imported before this was asked for hinders no other table", async () => {
  const channels = [hook("https://x.cn/hook?token=SECRET")];
  const body: ChannelBook = { source: "手工", channels, people: [] };
  await hub.act((tables) => tables.rulebook.add({ kind: "channels", at: 1, by: "小陈", source: "手工", body }));
  const { units } = await hub.read(readBooks);
  const imported = hub.act((tables) => importTable(tables, { kind: "units", body: units, by: "小陈" }, hub.clock.now));
  expect((await imported).version).toBe(1);
});
