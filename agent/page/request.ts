/** Reads the body of a request, never more than it may have. */
import type { IncomingMessage } from "node:http";
import { mostPhotoBytes } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";

const mostJsonBytes = 16_384;

/** An object. Throws `INPUT_INVALID`. */
export async function readJson(request: IncomingMessage, most = mostJsonBytes): Promise<Record<string, unknown>> {
  const bytes = await collect(request, most, () => new Fault("INPUT_INVALID", `more than ${most} bytes`));
  try {
    const body: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString("utf8"));
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `the body is not JSON (${(cause as Error).message})`, { cause });
  }
  throw new Fault("INPUT_INVALID", "the body is not an object");
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
  for await (const part of request) {
    size += part.length;
    if (size > most) throw tooLarge(size);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
