/** What alerts and tickets are searched by: title and place, once for each rule of a device, as people find it now and as it was called before. */
import type { Device } from "../../../core/device.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { Value } from "../../../core/reading.ts";
import type { Alert } from "../../alerts/alert.ts";
import { placeOf, titleOf } from "../../alerts/view.ts";
import type { Facts } from "../../registry/facts.ts";
import type { Ticket } from "../../tickets/ticket.ts";
import type { Connection } from "./connection.ts";

type About = Pick<Alert, "gateway" | "device" | "rule" | "drill">;

/** The number of its words; they are written down at the first alert of a rule. */
export function wordsOfAlert(connection: Connection, alert: About & { value: Value }): number {
  return wordsOf(connection, keyOf(alert), (shown) => textOf(alert, alert.value, shown, ""));
}

/** A case that nobody's rule names has words of its own. */
export function wordsOfTicket(connection: Connection, ticket: Ticket): number {
  const { id, gateway, device, rule, drill, title, place } = ticket;
  if (gateway === null || device === null || rule === null || title !== null)
    return wordsOf(connection, `ticket/${id}`, () => said(title ?? { zh: "", en: "" }, place));
  const about = { gateway, device, rule, drill };
  return wordsOf(connection, keyOf(about), (shown) => textOf(about, place, shown, place));
}

const find = 'SELECT n FROM words WHERE "key" = ?';
const add = 'INSERT INTO words ("key", text) VALUES (?, ?) RETURNING n';
const ofDevice = 'SELECT n, "key", text FROM words WHERE "key" >= ? AND "key" < ?';
const change = "UPDATE words SET text = ? WHERE n = ?";
const findShown = `
  SELECT d.document, r.place, r.title, r.told_title AS told, r.facts,
    g.place AS stands, coalesce(g.facts ->> '$.name', '') || ' ' || g.told_title AS housed
  FROM registry r LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  WHERE r.gateway = ? AND r.device = ?
`;

function wordsOf(connection: Connection, key: string, text: (shown: Shown) => string): number {
  const known = connection.prepare(find).get(key) ?? connection.prepare(add).get(key, text(shownOf(connection, key)));
  return (known as { n: number }).n;
}

/** A device as people find it now: what they say of it over what its gateway says; one without a place is where its gateway is. */
type Shown = { document: Device | null; place: string | undefined; more: string };

function shownOf(connection: Connection, key: string): Shown {
  const [gateway = "", id = ""] = key.split("/");
  const row = connection.prepare(findShown).get(gateway, id) as Record<string, string | null> | undefined;
  if (row === undefined) return { document: null, place: undefined, more: "" };
  const { building, floor, room } = JSON.parse(row.facts ?? "{}") as Facts;
  const more = [row.title, row.told, building, floor, room, row.housed].filter((part) => part);
  return {
    document: row.document ? JSON.parse(row.document) : null,
    place: row.place || row.stands || undefined,
    more: [...new Set(more)].join(" "),
  };
}

/** A registration, or people, may have given it another name or place; what it was called before is still found. */
export function rewordDevice(connection: Connection, gateway: string, device: string): void {
  reword(connection, `${gateway}/${device}/`);
}

/** The gateway's own name or place is another one, and with it those of its devices. */
export function rewordGateway(connection: Connection, gateway: string): void {
  reword(connection, `${gateway}/`);
}

/** All there are, as they were stored before people's words counted. */
export function rewordAll(connection: Connection): void {
  reword(connection, "");
}

function reword(connection: Connection, head: string): void {
  const rows = connection.prepare(ofDevice).all(head, head === "" ? "\u{10ffff}" : `${head.slice(0, -1)}0`);
  const shown = new Map<string, Shown>();
  for (const { n, key, text } of rows as WordsRow[]) {
    const [gateway = "", device = "", rule = "", drill] = key.split("/");
    // Those of a ticket without a rule, or of one that only came to pass at the hub.
    if (rule === "") continue;
    const of = shown.get(`${gateway}/${device}`) ?? shownOf(connection, key);
    shown.set(`${gateway}/${device}`, of);
    const about = { gateway, device, rule, drill: drill !== undefined } as About;
    const now = withFormer(textOf(about, placeIn(text), of, placeIn(text)), text);
    if (now !== text) connection.prepare(change).run(now, n);
  }
}

type WordsRow = { n: number; key: string; text: string };

/** Title, place, ids, more: the lines of what it is called now; the last one holds what it was called before. */
const lines = 4;
const mostFormer = 12;

function withFormer(now: string, before: string): string {
  const [title = "", place = "", , more = ""] = before.split("\n");
  const former = (before.split("\n")[lines] ?? "").split(separator);
  const kept = new Set([...former, title.trim(), place, more].filter((part) => part !== "" && !now.includes(part)));
  return kept.size === 0 ? now : `${now}\n${[...kept].slice(-mostFormer).join(separator)}`;
}

const separator = " · ";

/** Alerts and tickets that were stored before words were. */
export function wordOld(connection: Connection): void {
  const document = connection.prepare("SELECT document FROM devices WHERE gateway = ? AND id = ?");
  const add = connection.prepare("INSERT INTO words (key, text) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const find = connection.prepare("SELECT n FROM words WHERE key = ?");
  const put = {
    alerts: "UPDATE alerts SET words = ? WHERE rowid = ?",
    tickets: "UPDATE tickets SET words = ? WHERE rowid = ?",
  };
  const textFrom = (about: About, value: Value, place: string) => {
    const row = document.get(about.gateway, about.device) as { document: string | null } | undefined;
    const told = row?.document ? (JSON.parse(row.document) as Device) : null;
    return textOf(about, value, { document: told, place: told?.place, more: "" }, place);
  };
  const keep = (table: keyof typeof put, rowid: number, key: string, text: () => string) => {
    if (find.get(key) === undefined) add.run(key, text());
    connection.prepare(put[table]).run((find.get(key) as { n: number }).n, rowid);
  };
  const rows = (text: string) => connection.prepare(text).all() as unknown as (About & Old)[];
  for (const row of rows("SELECT rowid AS row, gateway, device, rule, drill, value FROM alerts"))
    keep("alerts", row.row, keyOf(row), () => textFrom(row, JSON.parse(row.value), ""));
  for (const row of rows("SELECT rowid AS row, id, gateway, device, rule, drill, place, more FROM tickets")) {
    const title = (JSON.parse(row.more) as Pick<Ticket, "title">).title;
    if (row.rule === null || title !== null)
      keep("tickets", row.row, `ticket/${row.id}`, () => said(title ?? { zh: "", en: "" }, row.place));
    else keep("tickets", row.row, keyOf(row), () => textFrom(row, row.place, row.place));
  }
}

type Old = { row: number; id: string; value: string; place: string; more: string };

function keyOf({ gateway, device, rule, drill }: About): string {
  return `${gateway}/${device}/${rule}${drill ? "/drill" : ""}`;
}

function textOf(about: About, value: Value, { document, place: shown, more }: Shown, place: string): string {
  const rule = document?.rules.find(({ id }) => id === about.rule);
  const where = placeOf(about, value, shown ?? place);
  return `${said(titleOf(rule, about), where)}\n${about.gateway} ${about.device}\n${more}`;
}

function said({ zh, en }: Bilingual, place: string): string {
  return `${zh} ${en}\n${place}`;
}

function placeIn(text: string): string {
  return text.split("\n")[1] ?? "";
}
