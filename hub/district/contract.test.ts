/** What every adapter to a district must do; run for each, over the real line, with the sandbox centre as a process at the other end. */

import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { gateway } from "../../test/kit/district-samples.ts";
import { devices } from "../../test/kit/samples.ts";
import { type Sandbox, startSandbox } from "../../test/kit/sandbox.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { writeSecret } from "../enrolment/write-secret.ts";
import type { DistrictCard } from "../rulebook/district.ts";
import type { District } from "./adapters.ts";
import { adapters } from "./adapters.ts";
import type { CaseLine } from "./case-port.ts";
import { openIdentity } from "./https-json/identity.ts";
import { checksumOf, hashOf, type InventoryItem, itemOf } from "./inventory/item.ts";
import type { InventoryWord } from "./inventory-port.ts";

type Line = { district: District; sandbox: Sandbox; cardFile: string };

const implementations: Record<string, () => Promise<Line>> = {
  "https-json": async () => {
    const folder = tempFolder();
    const identity = await openIdentity(folder, "lilong-hub", Date.now());
    const cardFile = join(folder, "card.json");
    const card: DistrictCard = identity.card({ zh: "街道", en: "Street" }, "https://127.0.0.1:9");
    writeSecret(cardFile, JSON.stringify(card));
    const sandbox = await startSandbox({ hubCard: cardFile });
    const district = adapters["https-json"](sandbox.card, identity, Date.now);
    onTestFinished(() => district.close());
    return { district, sandbox, cardFile };
  },
};

function itemAt(n: number, place = "东昌小区 东门"): InventoryItem {
  const [device] = devices;
  return itemOf(gateway, { ...device, id: `cover-${n}`, place, class: "CJ/T 214:0103" } as never) as InventoryItem;
}
const put = (item: InventoryItem): InventoryWord => ({ id: item.id, hash: hashOf(item), item });
const rowOf = (item: InventoryItem) => ({ id: item.id, hash: hashOf(item) });
const full = (words: InventoryWord[], more = {}) => ({
  ...{ feed: "feed-1", transfer: "t-1", page: 0, isLast: true, cursor: 10, words, ...more },
});

const about = {
  ...{
    source: "sensor",
    class: "local:cover",
    area: null,
    severity: 1,
    place: "东昌小区 东门",
    device: "gw-1/cover-3",
  },
  ...{ title: { zh: "井盖被打开", en: "Cover lifted" }, openedAt: 5 },
};
const line = (seq: number, more: Partial<CaseLine> = {}): CaseLine => ({
  ...{ case: "case-1" as TicketId, seq, at: 10 + seq, actor: "小陈", move: "report", from: null, to: "reported" },
  ...{ reason: null, assignee: null, about, ...more },
});

describe.each(Object.entries(implementations))("%s", (_name, open) => {
  test("a centre that takes the word on coverage keeps the newest one", async () => {
    const { district, sandbox } = await open();
    const area = { id: "dongchang", name: "东昌居委" };
    const row = { area, class: "CJ/T 214:0103", known: 2, connected: 1, healthy: 1, shared: 0 };
    const gap = { id: "3101150103000001", class: "CJ/T 214:0103", area, name: "雨水井盖", place: "东昌小区 东门" };
    const report = { at: 5, rows: [row], gaps: [gap], gapCount: 1 };
    expect(await district.inventory.coverage?.(report)).toBe("taken");
    expect(await district.inventory.coverage?.({ ...report, at: 6, gaps: [], gapCount: 0 })).toBe("taken");
    expect(await sandbox.ask("GET", "/api/coverage")).toEqual({
      report: { at: 6, rows: [row], gaps: [], gapCount: 0 },
    });
    expect(await district.inventory.standing()).toMatchObject({ feed: null, count: 0 });
  });

  test("a centre that has nothing says so; after a full transfer it stands where we do, and holds the same", async () => {
    const { inventory } = (await open()).district;
    expect(await inventory.standing()).toMatchObject({ feed: null, cursor: 0, count: 0 });
    expect(await inventory.delta({ feed: "feed-1", from: 3, to: 4, words: [] })).toEqual({
      ...{ state: "gap", feed: null, cursor: 0 },
    });
    const items = [1, 2, 3].map((n) => itemAt(n));
    const first = full(items.slice(0, 2).map(put), { isLast: false });
    expect(await inventory.full(first)).toEqual({ state: "taken", rejected: [] });
    expect(await inventory.standing()).toMatchObject({ feed: null, count: 0 });
    await inventory.full(full([put(items[2] as InventoryItem)], { page: 1 }));
    const checksum = checksumOf(items.map(rowOf));
    expect(await inventory.standing()).toEqual({ feed: "feed-1", cursor: 10, count: 3, checksum });
    expect(await inventory.hashes("", 2)).toEqual(items.slice(0, 2).map(rowOf));
    expect(await inventory.hashes(items[1]?.id as string, 9)).toEqual([rowOf(items[2] as InventoryItem)]);
  });

  test("a delta changes, adds and takes away; the same again changes nothing; one that does not join is a gap", async () => {
    const { inventory } = (await open()).district;
    await inventory.full(full([1, 2].map((n) => put(itemAt(n)))));
    const moved = itemAt(1, "东昌小区 西门");
    const page = {
      ...{ feed: "feed-1", from: 10, to: 14 },
      words: [put(moved), put(itemAt(3)), { id: itemAt(2).id, gone: true as const }],
    };
    for (let i = 0; i < 2; i++) expect(await inventory.delta(page)).toEqual({ state: "taken", rejected: [] });
    expect(await inventory.hashes("", 9)).toEqual([rowOf(moved), rowOf(itemAt(3))]);
    const gap = { state: "gap", feed: "feed-1", cursor: 14 };
    expect(await inventory.delta({ ...page, from: 12, to: 20 })).toEqual(gap);
    expect(await inventory.delta({ ...page, from: 14, feed: "feed-2" })).toEqual(gap);
    expect(await inventory.full(full([], { transfer: "t-2", page: 3 }))).toEqual(gap);
  });

  test("a row that is wrong is rejected alone, in the centre's own words", async () => {
    const { district, sandbox } = await open();
    await sandbox.ask("POST", "/faults", { rejectDevices: [itemAt(2).id] });
    const damaged = { ...put(itemAt(3)), hash: "0".repeat(64) };
    const lacking = { id: itemAt(4).id, hash: hashOf({}), item: {} as InventoryItem };
    const words = [put(itemAt(1)), put(itemAt(2)), damaged, lacking];
    expect(await district.inventory.full(full(words))).toEqual({
      state: "taken",
      rejected: [
        { id: itemAt(2).id, why: "点位不在本区网格内，请核实位置" },
        { id: itemAt(3).id, why: "校验值对不上，请重新上报" },
        { id: itemAt(4).id, why: "数据项不全或格式不对" },
      ],
    });
    expect(await district.inventory.hashes("", 9)).toEqual([rowOf(itemAt(1))]);
  });

  test("lines are taken in order and once; what is missing before one is named", async () => {
    const { district, sandbox } = await open();
    const { cases } = district;
    expect(await cases.push([line(0), line(1), line(3), line(0)])).toEqual([
      ...[{ state: "taken" }, { state: "taken" }, { state: "ahead", expects: 2 }, { state: "known" }],
    ]);
    expect(await cases.push([line(1), line(2)])).toEqual([{ state: "known" }, { state: "taken" }]);
    await sandbox.ask("POST", "/faults", { rejectCases: ["case-2"] });
    expect(await cases.push([line(0, { case: "case-2" as TicketId })])).toEqual([
      { state: "rejected", why: "不属本区管辖" },
    ]);
    expect(await cases.standings(["case-1", "case-2"] as TicketId[])).toEqual([
      { case: "case-1", state: "reported", lines: 3 },
      { case: "case-2", state: null, lines: 0 },
    ]);
  });

  test("an attachment is wanted until it is there, and then it is the same bytes", async () => {
    const { cases } = (await open()).district;
    const body = Buffer.from("ffd8ff00", "hex");
    const photo = createHash("sha256").update(body).digest("hex");
    expect(await cases.push([line(0, { move: "photo", photo })])).toEqual([{ state: "taken", wants: [photo] }]);
    await cases.attach(photo, { type: "image/jpeg", body });
    expect(await cases.push([line(1, { move: "photo", photo })])).toEqual([{ state: "taken" }]);
    await expect(cases.attach(photo, { type: "image/jpeg", body: Buffer.from("x") })).rejects.toThrow(/is not/);
  });

  test("what it answered it still has after a kill -9, and a torn line is nothing", async () => {
    const { district, sandbox, cardFile } = await open();
    await district.cases.push([line(0), line(1)]);
    await district.inventory.full(full([put(itemAt(1))]));
    await sandbox.running.kill("SIGKILL");
    await expect(district.cases.push([line(2)])).rejects.toThrow(/^DISTRICT_UNREACHABLE/);
    appendFileSync(join(sandbox.folder, "centre.jsonl"), '{"kind":"lines","at":1,"lines":[{"case":"ca');
    await startSandbox({ folder: sandbox.folder, hubCard: cardFile, port: sandbox.port });
    expect(await district.cases.push([line(1), line(2)])).toEqual([{ state: "known" }, { state: "taken" }]);
    expect(await district.inventory.standing()).toMatchObject({ feed: "feed-1", count: 1 });
  });

  test("a centre that fails or is slow is one to try later", async () => {
    const { district, sandbox } = await open();
    await sandbox.ask("POST", "/faults", { failEvery: 1 });
    await expect(district.cases.push([line(0)])).rejects.toThrow(/^DISTRICT_UNREACHABLE: it answered 500/);
    await expect(district.inventory.standing()).rejects.toThrow(/^DISTRICT_UNREACHABLE/);
    await sandbox.ask("POST", "/faults", { failEvery: 0, slowMs: 50 });
    expect(await district.cases.push([line(0)])).toEqual([{ state: "taken" }]);
  });

  test("a centre that is not the card's, and a hub it does not know, are refused", async () => {
    const { sandbox } = await open();
    const stranger = await openIdentity(tempFolder(), "lilong-hub", Date.now());
    const uninvited = adapters["https-json"](sandbox.card, stranger, Date.now);
    onTestFinished(() => uninvited.close());
    await expect(uninvited.inventory.standing()).rejects.toThrow(/^DISTRICT_(REFUSED|UNREACHABLE)/);
    const other = stranger.card(sandbox.card.name, sandbox.card.url);
    const misled = adapters["https-json"](other, stranger, Date.now);
    onTestFinished(() => misled.close());
    await expect(misled.inventory.standing()).rejects.toThrow(/^DISTRICT_REFUSED/);
  });
});
