/** Sends what the sandbox centre says to the hub until the hub has it; and, when told to, answers dispatched cases by itself. */

import type { DistrictCard } from "../../rulebook/district.ts";
import { type Client, openClient } from "../https-json/client.ts";
import type { Identity } from "../https-json/identity.ts";
import type { Case, Sending } from "./centre.ts";
import type { Desk } from "./desk.ts";

export type Sender = {
  /** Something was added: look now. */
  wake(): void;
  close(): Promise<void>;
};

const longestWaitMs = 30_000;
const breathMs = 1000;

export function startSender(desk: Desk, identity: Identity, autoResultAfterS: number | null): Sender {
  const closing = new AbortController();
  let sleeping = Promise.withResolvers<void>();
  let client: { card: DistrictCard; client: Client } | null = null;

  const clientNow = async () => {
    const card = await desk.hubCard();
    if (card === null) return null;
    if (client?.card !== card) {
      client?.client.close();
      client = { card, client: openClient(card, identity, desk.clock) };
    }
    return client.client;
  };
  const run = async () => {
    let waitMs = breathMs;
    while (!closing.signal.aborted) {
      if (autoResultAfterS !== null) await answerDispatched(desk, autoResultAfterS);
      waitMs = (await round(desk, clientNow)) ? breathMs : Math.min(longestWaitMs, waitMs * 2);
      sleeping = Promise.withResolvers();
      const timer = setTimeout(sleeping.resolve, waitMs);
      await sleeping.promise;
      clearTimeout(timer);
    }
  };
  const running = run();
  return {
    wake: () => sleeping.resolve(),
    async close() {
      closing.abort();
      sleeping.resolve();
      await running;
      client?.client.close();
    },
  };
}

/** False when something did not get through. */
async function round(desk: Desk, clientNow: () => Promise<Client | null>): Promise<boolean> {
  const sendings = [...desk.centre.pending.values()];
  if (desk.faults.callbacks === "held" || sendings.length === 0) return true;
  if (desk.faults.callbacks === "backwards") sendings.reverse();
  const client = await clientNow();
  if (client === null) return false;
  const times = desk.faults.callbacks === "twice" ? 2 : 1;
  for (const sending of sendings)
    for (let i = 0; i < times; i++) if (!(await send(desk, client, sending))) return false;
  return true;
}

async function send(desk: Desk, client: Client, { callback }: Sending): Promise<boolean> {
  try {
    const { status, body } = await client.ask("POST", "/api/district/callbacks", callback);
    const { code, state } = (body ?? {}) as { code?: string; state?: string };
    await desk.keep({
      kind: "sent",
      id: callback.id,
      outcome: status < 300 ? (state ?? "taken") : `${status} ${code}`,
    });
    return true;
  } catch (error) {
    process.stderr.write(`${JSON.stringify({ callback: callback.id, error: (error as Error).message })}\n`);
    return false;
  }
}

/** A case that was dispatched so long ago and has no result since gets one. */
async function answerDispatched(desk: Desk, afterS: number): Promise<void> {
  const due = desk.clock() - afterS * 1000;
  for (const known of desk.centre.cases.values())
    if (known.heardAt <= due && wantsResult(known))
      await desk.reply(known.id, { kind: "result", actor: "区处置队", text: "现场已处置完毕，恢复正常。" });
}

function wantsResult({ lines, sendings }: Case): boolean {
  const results = sendings.filter(({ callback }) => callback.kind === "result").length;
  const dispatches = lines.filter(({ move, to }) => move === "dispatch" && to === "dispatched").length;
  return results < dispatches && inHand.has(lines.at(-1)?.to ?? "");
}

const inHand = new Set(["dispatched", "handling", "submitted"]);
