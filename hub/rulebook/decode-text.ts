/** The bytes of a table that somebody saved as text: UTF-8, what Chinese Windows saves, or what Excel calls Unicode text. */
import { Fault } from "../../core/fault.ts";

/** What stands for a character that was lost. */
const lost = "\uFFFD";

/** Throws `INPUT_INVALID` where no encoding gives whole text: garbage is never kept. */
export function decodeText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const encoding of isUtf16 ? ["utf-16le"] : ["utf-8", "gb18030"]) {
    const text = decoded(bytes, encoding);
    if (text !== null) return text;
  }
  throw new Fault("INPUT_INVALID", "the text is neither UTF-8 nor GB18030; save the table as UTF-8 and send it again");
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes(lost) || text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Throws `INPUT_INVALID` naming the field whose characters were lost before the table came here. */
export function checkWhole(value: unknown, path = ""): void {
  if (typeof value === "string" && value.includes(lost))
    throw new Fault(
      "INPUT_INVALID",
      `${path} holds lost characters (${value.slice(0, 40)}); save the table as UTF-8 and send it again`,
    );
  if (value === null || typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) checkWhole(part, `${path}/${key}`);
}
