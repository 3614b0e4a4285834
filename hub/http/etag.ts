/** [RFC 9110 §8.8.3, §13.1] Tags: who has the newest is told so without the body; who saw an older one changes nothing. */
import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../../core/fault.ts";
import { isApi } from "./guard.ts";

/** Of the JSON that a reader is shown; weak, because a tag tells what it says, not each of its bytes. */
export function etagOf(json: string): string {
  const lasting = json.replaceAll(passing, "").replaceAll(looks, "").replaceAll(shared, "").replaceAll(traffic, "");
  return `W/"${createHash("sha256").update(lasting).digest("base64url").slice(0, 22)}"`;
}

/** What the clock and use alone change: nobody has changed the ticket whose time runs, nor the person who looks at a page. */
const passing = /"(?:leftMs|usedAt)":(?:-?[0-9.e+]+|null),?/g;
/** Who looks at a ticket, who is told of it, and that the district has it, change nothing of it. */
const looks = /"(?:seenBy|told)":\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\],?/g;
const shared = /"district":\{"case":"[^"]*","at":\d+\},?/g;

/** What comes to a connector by itself, as its view has it in a row: nobody has changed it who sent it a message. */
const traffic =
  /"line":(?:null|\{[^{}"]*(?:"(?:[^"\\]|\\.)*"[^{}"]*)*\}),"heardAt":(?:\d+|null),"messages":\{[^{}]*\},"devices":\d+,"unknownDevices":\d+,?/g;

/** Every JSON answer to a GET has a tag. */
export function tagAnswers(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || typeof payload !== "string" || !isApi(request)) return payload;
    const tag = etagOf(payload);
    reply.header("etag", tag);
    if (!names(request.headers["if-none-match"], tag)) return payload;
    reply.code(304).removeHeader("content-length");
    return null;
  });
}

/**
 * Call inside the transaction that changes it, with what its GET would answer now. Throws `STALE` when the sender saw
 * something else. Weak tags count here, beyond RFC 9110 §13.1.1: they are all there are.
 */
export function holdFresh({ headers }: Pick<FastifyRequest, "headers">, now: unknown): void {
  const seen = headers["if-match"];
  if (seen === undefined || names(seen, etagOf(JSON.stringify(now)))) return;
  throw new Fault("STALE", "it is not as it was when it was read");
}

/** `holdFresh` where what there is now must be read first. */
export async function holdFreshBy(
  request: Pick<FastifyRequest, "headers">,
  read: () => Promise<unknown>,
): Promise<void> {
  if (request.headers["if-match"] !== undefined) holdFresh(request, await read());
}

function names(tags: string | undefined, tag: string): boolean {
  if (tags === undefined) return false;
  const bare = (one: string) => one.trim().replace(/^W\//, "");
  return tags.split(",").some((one) => one.trim() === "*" || bare(one) === bare(tag));
}
