/** What a file is, by what is in it: a picture whose header names a size that can be unpacked, or a document. Pure. */
import { imageSize } from "image-size";
import { Fault } from "../../core/fault.ts";
import type { Attachment } from "./attachment.ts";

type Kind = { type: Attachment["type"]; fits(bytes: Buffer): boolean; isPicture: boolean };

const startsWith = (bytes: Buffer, head: string, at = 0) => bytes.toString("latin1", at, at + head.length) === head;

/** [ITU-T T.81 §B.1.1.3] [PNG §5.2] [RFC 9649 §2.4] [ISO 32000-1 §7.5.2] */
const kinds: readonly Kind[] = [
  { type: "image/jpeg", fits: (bytes) => startsWith(bytes, "\xff\xd8\xff"), isPicture: true },
  { type: "image/png", fits: (bytes) => startsWith(bytes, "\x89PNG\r\n\x1a\n"), isPicture: true },
  { type: "image/webp", fits: (bytes) => startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8), isPicture: true },
  { type: "application/pdf", fits: (bytes) => startsWith(bytes, "%PDF-"), isPicture: false },
];

/** The largest a phone takes is 108 megapixels, and those do not fit into five megabytes. */
const mostPixels = 64_000_000;
const longestSide = 20_000;

/** Throws `ATTACHMENT_REFUSED`. */
export function kindOf(bytes: Buffer): Attachment["type"] {
  const kind = kinds.find(({ fits }) => fits(bytes));
  if (kind === undefined) throw refused("it is no JPEG, PNG or WebP photo and no PDF, whatever it is called");
  if (kind.isPicture) holdToSize(bytes);
  return kind.type;
}

/** A few bytes can unpack to gigabytes in the browser of who looks at them: the header says so beforehand. */
function holdToSize(bytes: Buffer): void {
  const { width, height } = sizeOf(bytes);
  const isFit = width > 0 && height > 0 && Math.max(width, height) <= longestSide && width * height <= mostPixels;
  if (!isFit) throw refused(`the picture is ${width} × ${height} pixels`);
}

function sizeOf(bytes: Buffer): { width: number; height: number } {
  try {
    return imageSize(bytes);
  } catch (cause) {
    throw refused(`the picture's header cannot be read (${(cause as Error).message})`, cause);
  }
}

function refused(detail: string, cause?: unknown): Fault {
  return new Fault("ATTACHMENT_REFUSED", detail, { cause });
}
