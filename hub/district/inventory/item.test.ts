/** The hash and the checksum that both sides come to, and what is looked at before a device is told. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { coverAt, gateway } from "../../../test/kit/district-samples.ts";
import type { InventoryRow } from "../../store/inventory.ts";
import { checkRow } from "./checked.ts";
import { canonical, checksumOf, hashOf, itemOf } from "./item.ts";

test("the canonical form is RFC 8785's: keys in order, no white space, texts as they are", () => {
  // The members of the example of [RFC 8785 §3.2.3], whose order is that of UTF-16 code units.
  const value = {
    "\u20ac": "a",
    "\r": "b",
    "\ufb33": "c",
    "1": "d",
    "\ud83d\ude00": "e",
    "\u0080": "f",
    "\u00f6": "g",
  };
  const keys = Object.keys(JSON.parse(canonical(value)));
  expect(keys.filter((key) => key !== "1")).toEqual(["\r", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"]);
  expect(canonical(value)).toMatch(/^\{"\\r":"b","1":"d",/);
  expect(canonical({ b: [{ d: 1, c: "井盖" }], a: undefined })).toBe('{"b":[{"c":"井盖","d":1}]}');
});

test("a hash does not depend on the order in which fields were written", () => {
  const item = itemOf(gateway, coverAt(1));
  const turned = Object.fromEntries(Object.entries(item).reverse());
  expect(hashOf(turned)).toBe(hashOf(item));
  expect(hashOf({ ...item, place: "别处" })).not.toBe(hashOf(item));
});

test("the checksum is SHA-256 over lines of id and hash", () => {
  const byHand = createHash("sha256").update("a/1 h1\na/2 h2\n").digest("hex");
  expect(
    checksumOf([
      { id: "a/1", hash: "h1" },
      { id: "a/2", hash: "h2" },
    ]),
  ).toBe(byHand);
});

const row = (item: object | null, sharedHash: string | null = null): InventoryRow => ({
  ...{ gateway, device: "cover-1" as never, cursor: 1, at: 1, state: "waiting", why: null, sharedHash },
  ...{ item, hash: item === null ? null : hashOf(item) },
});
const knows = (code: string) => code === "CJ/T 214:0103";
const { class: _, ...classless } = itemOf(gateway, coverAt(1)) as { class: string };

test.each<[string, InventoryRow, object]>([
  ["complete", row(itemOf(gateway, coverAt(1))), { word: { id: "gw-1/cover-1", item: { class: "CJ/T 214:0103" } } }],
  ["without a class", row(classless), { held: { zh: expect.stringContaining("没有部件类别") } }],
  [
    "of a class that no table knows",
    row(itemOf(gateway, coverAt(1, { class: "CJ/T 214:9999" }))),
    { held: { zh: expect.stringContaining("CJ/T 214:9999 不在类别表里") } },
  ],
  [
    "without a place",
    row(itemOf(gateway, coverAt(1, { place: " " }))),
    { held: { zh: expect.stringContaining("没有位置") } },
  ],
  [
    "without a name",
    row({ ...itemOf(gateway, coverAt(1)), title: {} }),
    { held: { en: expect.stringContaining("/title") } },
  ],
  ["gone", row(null, "h"), { word: { id: "gw-1/cover-1", gone: true } }],
  ["gone before it was told", row(null), { nothing: true }],
])("a device that is %s", (_what, given, expected) => {
  expect(checkRow(given, knows)).toMatchObject(expected);
});
