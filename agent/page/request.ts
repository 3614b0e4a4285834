/** What a stranger may send: an address, an origin, a body; whatever it is, it becomes a value or a fault. */
import type { IncomingMessage } from "node:http";
import { mostPhotoBytes } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";

const mostJsonBytes = 16_384;
/** Settings of a sensor are the deepest that anybody means. */
const mostDepth = 12;

/** The path that is asked for. Throws `NOT_FOUND` for what is no address, such as `//` or `http://[`. */
export function pathOf({ url = "/" }: IncomingMessage): string {
  if (!URL.canParse(url, "http://gateway")) throw new Fault("NOT_FOUND", "this is no address");
  return new URL(url, "http://gateway").pathname;
}

/** Another site's page may not act here; its origin may be `null` or no address at all. Throws `ORIGIN_FOREIGN`. */
export function refuseForeign({ headers: { origin, host } }: IncomingMessage): void {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return;
  throw new Fault("ORIGIN_FOREIGN", origin.slice(0, 100));
}

/** An object of bounded depth. Throws `INPUT_INVALID`. */
export async function readJson(request: IncomingMessage, most = mostJsonBytes): Promise<Record<string, unknown>> {
  const bytes = await collect(request, most, () => new Fault("INPUT_INVALID", `more than ${most} bytes`));
  const body = bytes.length === 0 ? {} : parse(bytes.toString("utf8"));
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Fault("INPUT_INVALID", "the body is not an object");
  refuseDepth(body);
  return body as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `the body is not JSON (${(cause as Error).message})`, { cause });
  }
}

/** Level by level: what goes deeper would end in whoever walks it by calling itself. */
function refuseDepth(body: object): void {
  let level: object[] = [body];
  for (let depth = 0; depth < mostDepth; depth++) {
    level = level.flatMap((one) => Object.values(one).filter((part) => typeof part === "object" && part !== null));
    if (level.length === 0) return;
  }
  throw new Fault("INPUT_INVALID", `the body is more than ${mostDepth} levels deep`);
}

/** A file as it is. Throws `PHOTO_REFUSED` as soon as it is known to be too large. */
export function readBytes(request: IncomingMessage): Promise<Buffer> {
  return collect(
    request,
    mostPhotoBytes,
    (size) => new Fault("PHOTO_REFUSED", `${size} bytes, at most ${mostPhotoBytes} are taken`),
  );
}

async function collect(request: IncomingMessage, most: number, tooLarge: (size: number) => Fault): Promise<Buffer> {
  const said = Number(request.headers["content-length"] ?? 0);
  if (said > most) throw tooLarge(said);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request) {
      size += part.length;
      if (size > most) throw tooLarge(size);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    // A phone that loses its Wi-Fi: nobody waits for the answer any more.
    throw new Fault("INPUT_INVALID", `the connection broke after ${size} bytes`, { cause });
  }
  return Buffer.concat(parts);
}
