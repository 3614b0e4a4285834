/** What alerts and tickets are searched by: title and place, once for each rule of a device, as its registration has them now. */
import type { Kysely } from "kysely";
import type { Device } from "../../../core/device.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { Value } from "../../../core/reading.ts";
import type { Alert } from "../../alerts/alert.ts";
import { placeOf, titleOf } from "../../alerts/view.ts";
import type { Ticket } from "../../tickets/ticket.ts";
import type { Connection } from "./connection.ts";
import type { Schema } from "./schema.ts";

type About = Pick<Alert, "gateway" | "device" | "rule" | "drill">;

/** The number of its words; they are written down at the first alert of a rule. */
export function wordsOfAlert(connection: Connection, alert: About & { value: Value }): number {
  return wordsOf(connection, keyOf(alert), (document) => textOf(alert, alert.value, document, ""));
}

/** A case that nobody's rule names has words of its own. */
export function wordsOfTicket(connection: Connection, ticket: Ticket): number {
  const { id, gateway, device, rule, drill, title, place } = ticket;
  if (gateway === null || device === null || rule === null || title !== null)
    return wordsOf(connection, `ticket/${id}`, () => said(title ?? { zh: "", en: "" }, place));
  const about = { gateway, device, rule, drill };
  return wordsOf(connection, keyOf(about), (document) => textOf(about, place, document, place));
}

const find = 'SELECT n FROM words WHERE "key" = ?';
const add = 'INSERT INTO words ("key", text) VALUES (?, ?) RETURNING n';
const findDocument = "SELECT document FROM devices WHERE gateway = ? AND id = ?";

function wordsOf(connection: Connection, key: string, text: (document: Device | null) => string): number {
  const known =
    connection.prepare(find).get(key) ?? connection.prepare(add).get(key, text(documentOf(connection, key)));
  return (known as { n: number }).n;
}

function documentOf(connection: Connection, key: string): Device | null {
  const [gateway = "", id = ""] = key.split("/");
  const row = connection.prepare(findDocument).get(gateway, id) as { document: string | null } | undefined;
  return row === undefined || row.document === null ? null : JSON.parse(row.document);
}

/** A registration may have given it another name or place. */
export async function rewordDevice(query: Kysely<Schema>, gateway: string, document: Device): Promise<void> {
  const head = `${gateway}/${document.id}/`;
  const rows = query
    .selectFrom("words")
    .selectAll()
    .where("key", ">=", head)
    .where("key", "<", `${head.slice(0, -1)}0`);
  for (const { n, key, text } of await rows.execute()) {
    const [, , rule = "", drill] = key.split("/");
    const about = { gateway, device: document.id, rule, drill: drill !== undefined } as About;
    const now = textOf(about, placeIn(text), document, "");
    if (now !== text) await query.updateTable("words").set({ text: now }).where("n", "=", n).execute();
  }
}

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
    return textOf(about, value, row?.document ? JSON.parse(row.document) : null, place);
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

function textOf(about: About, value: Value, document: Device | null, place: string): string {
  const rule = document?.rules.find(({ id }) => id === about.rule);
  const where = placeOf(about, value, document?.place ?? place);
  return `${said(titleOf(rule, about), where)}\n${about.gateway} ${about.device}`;
}

function said({ zh, en }: Bilingual, place: string): string {
  return `${zh} ${en}\n${place}`;
}

function placeIn(text: string): string {
  return text.split("\n")[1] ?? "";
}
