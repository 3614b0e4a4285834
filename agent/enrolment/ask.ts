/** One question to the hub over plain HTTP, on a line where anybody may answer: what comes back is held to size and shape. */
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { Fault, isFaultCode } from "../../core/fault.ts";

const patienceMs = 20_000;
/** An answer holds two certificates; what is longer is none of the hub's. */
const mostBytes = 64 * 1024;
const mostWords = 300;

/**
 * Throws what the hub says, in its code; `HUB_UNREACHABLE` where nobody answers, `HUB_FOREIGN` where somebody else does:
 * a portal that asks for a password, a proxy.
 */
export async function ask<Schema extends TSchema>(
  hub: string,
  path: string,
  body: unknown,
  schema: Schema,
): Promise<Static<Schema>> {
  const response = await post(hub, path, body);
  const answer = parse(await textOf(hub, response));
  if (response.ok && Value.Check(schema, answer)) return answer;
  const { code, detail } = (answer ?? {}) as { code?: unknown; detail?: unknown };
  if (response.ok || !isFaultCode(code)) throw foreign(hub, `answers ${response.status}, but not as a hub does`);
  throw new Fault(code, typeof detail === "string" ? plainWords(detail) : `${hub} answers ${response.status}`);
}

/** Compressed answers are not asked for and not unpacked: a few bytes may hold gigabytes. */
async function post(hub: string, path: string, body: unknown): Promise<Response> {
  if (!URL.canParse(hub) || !/^https?:$/.test(new URL(hub).protocol))
    throw new Fault("INPUT_INVALID", `/hub "${hub}" is not http://host:port`);
  const headers = { "content-type": "application/json", "accept-encoding": "identity" };
  const request = { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) };
  return fetch(new URL(path, hub), request).catch((cause: Error) => {
    throw unreachable(hub, cause);
  });
}

async function textOf(hub: string, response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if ((response.headers.get("content-encoding") ?? "identity") !== "identity") {
    await response.body?.cancel();
    throw foreign(hub, "answers compressed, which it was not asked to");
  }
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      parts.push(part);
      if (length > mostBytes) break;
    }
  } catch (cause) {
    throw unreachable(hub, cause as Error);
  }
  if (length > mostBytes) throw foreign(hub, `answers with more than ${mostBytes / 1024} KiB`);
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Words of a stranger end at a terminal: no control characters, and not for ever. */
export function plainWords(text: string): string {
  return text.replace(/\p{C}+/gu, " ").slice(0, mostWords);
}

function unreachable(hub: string, cause: Error): Fault {
  const { message } = (cause.cause as Error | undefined) ?? cause;
  return new Fault("HUB_UNREACHABLE", `${hub} (${plainWords(message)})`, { cause });
}

function foreign(hub: string, what: string): Fault {
  return new Fault("HUB_FOREIGN", `${hub} ${what}`);
}
