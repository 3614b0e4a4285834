/** Takes what the district says: kept as it came before anything is made of it, each once. */
import { createHash } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { Callback, CaseInbox } from "../case-port.ts";

const mostAttachmentBytes = 524_288;

/** `taken` is told of each case that has something new. */
export function openInbox(store: Store, clock: () => number, taken: (ticket: Callback["case"]) => void): CaseInbox {
  return {
    async take(callback, raw, nonce) {
      checkAttachment(callback);
      const outcome = await store.transaction((tables) => keep(tables, callback, raw, nonce, clock()));
      if (outcome === "replayed") throw new Fault("DISTRICT_REFUSED", "this request was heard before");
      if (outcome === "unknown") throw new Fault("DISTRICT_CASE_UNKNOWN", `case ${callback.case} is not known here`);
      if (outcome === "clash")
        throw new Fault("INPUT_INVALID", `/seq ${callback.seq} of case ${callback.case} was another callback`);
      if (outcome === "taken") taken(callback.case);
      return outcome;
    },
  };
}

type Outcome = "taken" | "known" | "unknown" | "replayed" | "clash";

async function keep(tables: Tables, callback: Callback, raw: string, nonce: string, now: number): Promise<Outcome> {
  const { callbacks, tickets } = tables;
  if (!(await callbacks.hearNonce(nonce, now))) return "replayed";
  const known = await callbacks.find(callback.id);
  if (known !== null) return known.state === "unknown" ? "unknown" : "known";
  const { id, case: ticket, seq } = callback;
  const isHere = (await tickets.find(ticket)) !== null;
  if (isHere && (await callbacks.findTurn(ticket, seq)) !== null) return "clash";
  const state = isHere ? "waiting" : "unknown";
  await callbacks.add({ id, ticket, seq, receivedAt: now, body: raw, state });
  if (isHere) return "taken";
  await tellUnknown(tables, callback, now);
  return "unknown";
}

async function tellUnknown({ tasks }: Tables, { case: ticket, actor, text }: Callback, now: number): Promise<void> {
  const said = {
    zh: `区里来件说的案件 ${ticket} 这里没有（${actor}：“${text}”）。打电话问清是哪个案件；原件留在“区里来件”。`,
    en: `The district speaks of case ${ticket}, which is not here (${actor}: "${text}"). Ask which case is meant; the original is kept.`,
  };
  await tasks.raise({ kind: "DISTRICT_CASE_UNKNOWN", subject: ticket, for: "operator", text: said }, now);
}

/** Throws `INPUT_INVALID`. */
function checkAttachment({ kind, attachment }: Callback): void {
  if ((kind === "attachment") !== (attachment !== undefined))
    throw new Fault("INPUT_INVALID", "/attachment belongs to a callback of kind attachment, and to no other");
  if (attachment === undefined) return;
  const body = Buffer.from(attachment.body, "base64");
  if (body.length > mostAttachmentBytes)
    throw new Fault("INPUT_INVALID", `/attachment/body is longer than ${mostAttachmentBytes} bytes`);
  if (createHash("sha256").update(body).digest("hex") !== attachment.sha256)
    throw new Fault("INPUT_INVALID", "/attachment/body is not what /attachment/sha256 names");
}
