/** Sends lines of cases in batches, tells what lacks before them, and brings the attachments the district asks for. */
import type { Sent } from "../../outbox/drain.ts";
import type { OutboxRow } from "../../store/outbox.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { CaseLine, CasePort, LineAnswer } from "../case-port.ts";
import { caseLane, type LineName } from "../share-case.ts";
import { inBatches } from "./batch.ts";

export const attachmentLane = "district/attachments";
export const caseRejectedTask = "CASE_REJECTED";

/** Null while no district is connected. */
export type CasePortNow = () => Promise<CasePort | null>;

/** Lines of one case that are sent again in one request. */
const catchUpLines = 500;
const off: Sent = { state: "later", error: "no district centre is connected" };

export function lineSender(store: Store, portNow: CasePortNow): (row: OutboxRow) => Promise<Sent> {
  return inBatches(async (rows: OutboxRow[]): Promise<Sent[]> => {
    const port = await portNow();
    if (port === null) return rows.map(() => off);
    const lines = await store.read((tables) => Promise.all(rows.map(({ body }) => lineOf(tables, body as LineName))));
    const answers = await port.push(lines);
    const settled: Sent[] = [];
    for (const [i, answer] of answers.entries()) settled.push(await sentOf(store, port, lines[i] as CaseLine, answer));
    return settled;
  });
}

async function lineOf({ caseLines }: Tables, { case: ticket, seq }: LineName): Promise<CaseLine> {
  const [line] = await caseLines.list(ticket, seq, 1);
  return { ...(line?.body as Omit<CaseLine, "seq">), seq };
}

async function sentOf(store: Store, port: CasePort, line: CaseLine, answer: LineAnswer): Promise<Sent> {
  const last = answer.state === "ahead" ? await catchUp(store, port, line, answer.expects ?? 0) : answer;
  if (last.state === "rejected") return { state: "refused", error: last.why ?? "" };
  if (last.state === "ahead") return { state: "later", error: "the district forgets what it took" };
  return { state: "done", answer: last.wants ?? [] };
}

/** The district lacks what comes before this line: it is told from there. Answers what became of the line itself. */
async function catchUp(
  store: Store,
  port: CasePort,
  { case: ticket, seq }: CaseLine,
  from: number,
): Promise<LineAnswer> {
  const wants: string[] = [];
  let last: LineAnswer = { state: "ahead" };
  for (let next = from; next <= seq; next += catchUpLines) {
    const many = Math.min(catchUpLines, seq - next + 1);
    const rows = await store.read(({ caseLines }) => caseLines.list(ticket, next, many));
    const answers = await port.push(rows.map(({ seq, body }) => ({ ...(body as Omit<CaseLine, "seq">), seq })));
    wants.push(...answers.flatMap((answer) => answer.wants ?? []));
    last = answers.find(({ state }) => state === "rejected" || state === "ahead") ?? (answers.at(-1) as LineAnswer);
    if (last.state === "rejected" || last.state === "ahead") return last;
  }
  return { ...last, wants };
}

/** Runs with what is written of the row: attachments that were asked for follow, a line that was rejected is told. */
export async function lineEnded(tables: Tables, { key }: OutboxRow, sent: Sent, now: number): Promise<void> {
  if (sent.state === "done" || sent.state === "refused") await wakeClosed(tables, key as LineName["case"], now);
  if (sent.state === "done") {
    await tables.tasks.settle(caseRejectedTask, key, "hub", now);
    for (const hash of sent.answer as string[]) await wantAttachment(tables, hash, now);
  }
  if (sent.state !== "refused") return;
  const text = {
    zh: `区里没收案件 ${key}：“${sent.error}”。按原话核对案件；改完到“区里”页面点“对账”，会重新上报。`,
    en: `The district did not take case ${key}: "${sent.error}". Correct the case, then reconcile: it is told again.`,
  };
  await tables.tasks.raise({ kind: caseRejectedTask, subject: key, for: "operator", text }, now);
}

/** The district has all of a closed case: it may be fed back. */
async function wakeClosed({ tickets, outbox }: Tables, id: LineName["case"], now: number): Promise<void> {
  const ticket = await tickets.find(id);
  if (ticket?.state !== "closed" || (await outbox.isWaiting(caseLane, id))) return;
  await tickets.put({ ...ticket, wakeAt: now });
}

/** Once: one that waits, or was sent before, is sent again only when the district asks for it again. */
export async function wantAttachment({ outbox }: Tables, hash: string, now: number): Promise<void> {
  if (await outbox.isWaiting(attachmentLane, hash)) return;
  const wish = { lane: attachmentLane, key: hash, body: { hash }, at: now };
  if (!(await outbox.add({ ...wish, id: hash }))) await outbox.add({ ...wish, id: `${hash}~${now}` });
}

/** The case's newest line is offered again: whatever the district lacks before it goes with it. */
export async function tellAgain({ caseLines, outbox }: Tables, ticket: LineName["case"], now: number): Promise<void> {
  const seq = (await caseLines.count(ticket)) - 1;
  const body: LineName = { case: ticket, seq };
  await outbox.add({ lane: caseLane, key: ticket, id: `${ticket}/${seq}~${now}`, body, at: now });
}

export function attachmentSender(store: Store, portNow: CasePortNow): (row: OutboxRow) => Promise<Sent> {
  return async ({ body }) => {
    const port = await portNow();
    if (port === null) return off;
    const { hash } = body as { hash: string };
    const photo = await store.read(({ photos }) => photos.read(hash));
    if (photo === null) return { state: "refused", error: "the photo never came whole from its gateway" };
    await port.attach(hash, photo);
    return { state: "done" };
  };
}
