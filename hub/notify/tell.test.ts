/** Who is told by which road: groups, people one by one, units that no channel reaches; and what a message is made of. */
import { describe, expect, test } from "vitest";
import type { Channel, ChannelBook, Person } from "../rulebook/channels.ts";
import areas from "../rulebook/defaults/areas.json" with { type: "json" };
import ladder from "../rulebook/defaults/ladder.json" with { type: "json" };
import roster from "../rulebook/defaults/roster.json" with { type: "json" };
import units from "../rulebook/defaults/units.json" with { type: "json" };
import type { Books } from "../rulebook/kinds.ts";
import { compose } from "./compose.ts";
import { bytesOf } from "./cut.ts";
import { gather } from "./gather.ts";
import type { Notice } from "./notice.ts";
import { postsFor } from "./tell.ts";
import { recipientsOf } from "./who.ts";
import { clockWords, leftWords, spanWords } from "./words.ts";

const at = (time: string) => Date.parse(`${time}:00+08:00`);
const noon = at("2026-11-27T12:00");
const night = at("2026-11-27T23:00");
const saturday = at("2026-11-28T12:00");

function booksWith(channels: Channel[], people: Person[] = []): Books {
  const book: ChannelBook = { source: "手工", channels, people };
  return { units, areas, roster, ladder, channels: book } as unknown as Books;
}

const shared = { title: "群", units: [] as string[] };
const wecom = (id: string, of: string[] = []): Channel => ({ kind: "wecom", id, ...shared, units: of });
const sms: Channel = {
  ...{ kind: "gateway", id: "sms", ...shared, method: "POST", url: "http://127.0.0.1/", headers: {}, body: "" },
  ...{ encoding: "json", mostBytes: 200, answer: { field: "code", done: ["OK"], later: [] }, to: ["02112345"] },
};
const dongchang = { unit: "dongchang", name: "东昌居委", people: ["王师傅", "李阿姨"], part: "meant" as const };

describe("who is meant", () => {
  const books = booksWith([]);
  const said = (whom: string, now: number) =>
    recipientsOf(books, whom, "dongchang", now).map(({ unit, people, part }) => [unit, people.join(), part]);

  test.each([
    ["on duty", noon, [["dongchang", "居委值班", "meant"]]],
    [
      "on duty",
      night,
      [
        ["dongchang", "", "meant"],
        ["street", "值班员乙", "stand-in"],
      ],
    ],
    [
      "on duty",
      saturday,
      [
        ["dongchang", "", "meant"],
        ["street", "值班员甲", "stand-in"],
      ],
    ],
    ["leader", noon, [["dongchang", "居委主任", "meant"]]],
    ["leader", night, [["street", "值班长乙", "stand-in"]]],
    ["parent unit", noon, [["street", "值班员甲", "meant"]]],
    ["operators", noon, [["street", "值班员甲", "meant"]]],
    [
      "municipal",
      noon,
      [
        ["municipal", "", "meant"],
        ["street", "值班员甲", "stand-in"],
      ],
    ],
  ] as const)('"%s" at %i', (whom, now, recipients) => expect(said(whom, now)).toEqual(recipients));
});

describe("the road to a unit", () => {
  const roads = (books: Books, ways: string[]) =>
    postsFor(books, dongchang, ways).map(({ channel, people }) => [channel.id, people?.join() ?? "all"]);

  test("is its own channels and everybody's, of the kinds that are asked for", () => {
    const books = booksWith([wecom("own", ["dongchang"]), wecom("all"), wecom("other", ["emergency"]), sms]);
    expect(roads(books, ["wecom"])).toEqual([
      ["own", "all"],
      ["all", "all"],
    ]);
  });

  test("is any other channel where there is none of the kinds that are asked for", () => {
    expect(roads(booksWith([wecom("own", ["dongchang"])]), ["gateway"])).toEqual([["own", "all"]]);
  });

  test("goes through the units above where it has no channel", () => {
    expect(roads(booksWith([wecom("street-group", ["street"])]), ["wecom"])).toEqual([["street-group", "all"]]);
    expect(roads(booksWith([wecom("other", ["emergency"])]), ["wecom"])).toEqual([]);
  });

  test("by voice or SMS is one message for each person with a number, and for each number of the channel", () => {
    const people = [
      { name: "王师傅", phone: "13800000001" },
      { name: "李阿姨", email: "li@example.cn" },
    ];
    expect(roads(booksWith([sms], people), ["gateway"])).toEqual([
      ["sms", "王师傅"],
      ["sms", "02112345"],
    ]);
  });
});

describe("a message of several notices", () => {
  const notice = (n: number, more: Partial<Notice> = {}): Notice => ({
    ...{
      kind: "alert",
      severity: 3,
      line: { zh: `${n}号楼 烟雾报警`, en: `smoke in ${n}` },
      unit: "东昌居委",
      people: [],
    },
    ...{ text: { zh: "整段", en: "whole" }, ticket: null, alert: null, at: noon, lateAfter: noon + 60_000 },
    ...more,
  });
  const told = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `n${n}`, notice: notice(n + 1) }));
  const message = (list: ReturnType<typeof told>, most: number, now = noon) =>
    compose(
      list,
      "zh",
      (text) => bytesOf(text) <= most,
      (name) => ({ name }),
      now,
    );

  test("lists as many as fit and counts the rest", () => {
    const { text } = message(told(14), 150);
    expect(text.split("\n")).toEqual([
      "合并发送 14 条：",
      "1. 12:00 1号楼 烟雾报警",
      "2. 12:00 2号楼 烟雾报警",
      "另有 12 条，请到平台工单里看。",
    ]);
  });

  test("has the same name whenever the same notices go together, whatever their order", () => {
    const list = told(5);
    expect(message(list, 2048).id).toBe(message(list.toReversed(), 2048).id);
    expect(message(list, 2048).id).not.toBe(message(told(4), 2048).id);
  });

  test("says of each that comes too late that it does", () => {
    expect(message(told(2), 2048, noon + 42 * 60_000).text).toContain("【补发：这是 12:00 的事，晚了 42 分】1号楼");
    expect(message(told(1), 2048, noon + 60_000).text).toBe("整段");
  });
});

test.each([
  [30_000, "0 分"],
  [72 * 60_000, "1 小时 12 分"],
  [2 * 3_600_000, "2 小时"],
  [76 * 3_600_000, "3 天 4 小时"],
])("%i ms are %s", (ms, words) => expect(spanWords(ms).zh).toBe(words));

test("time left is said before time due, another day with its date", () => {
  expect(leftWords(noon + 72 * 60_000, noon).zh).toBe("剩 1 小时 12 分（13:12 到期）");
  expect(leftWords(noon - 5 * 60_000, noon).zh).toBe("已超时 5 分（11:55 到期）");
  expect(clockWords(at("2026-12-01T00:05"), noon)).toBe("12月1日 00:05");
});

test("calls of one turn are one piece of work, and a failure reaches each of them", async () => {
  const seen: number[][] = [];
  const double = gather(async (list: readonly number[]) => {
    seen.push([...list]);
    if (list.includes(9)) throw new Error("nine");
    return list.map((n) => n * 2);
  });
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(await Promise.allSettled([8, 9].map(double))).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  expect(await double(4)).toBe(8);
  expect(seen).toEqual([[1, 2, 3], [8, 9], [4]]);
});
