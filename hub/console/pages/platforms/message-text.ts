/** A message as people read it: JSON in lines, bytes in rows, what refused it and what it yielded. Pure. */

/** Null where it is no JSON of more than one value. */
export function prettyOf(text: string): string | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? JSON.stringify(read, null, 2) : null;
  } catch {
    return null;
  }
}

const rowBytes = 16;

/** Hex in rows: where, the bytes, and those of them that are letters. */
export function dumpOf(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += rowBytes) {
    const row = bytes.slice(at, at + rowBytes);
    const letters = row.map((byte) => letterOf(Number.parseInt(byte, 16))).join("");
    rows.push(`${at.toString(16).padStart(4, "0")}  ${row.join(" ").padEnd(rowBytes * 3 - 1)}  ${letters}`);
  }
  return rows.join("\n");
}

function letterOf(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".";
}

/** `PUSH_UNREADABLE: the mapping made …` */
export function whyOf(why: string): { code: string; detail: string } {
  const [, code = why, detail = ""] = /^([A-Z_]+)[:\s]+([\s\S]*)$/.exec(why) ?? [];
  return { code, detail };
}

/** `device/point/at=value` */
export function yieldOf(text: string): { device: string; point: string; at: number; value: string } {
  const [, device = text, point = "", at = "0", value = ""] = /^(.*)\/([^/]+)\/(\d+)=([\s\S]*)$/.exec(text) ?? [];
  return { device, point, at: Number(at), value };
}

/**
 * The word that ends at a position of a text, for JSONata names the end of what it stumbled over: its line and character,
 * both counted from 1, and the line around it in three parts.
 */
export function placeIn(text: string, position: number) {
  const end = Math.max(0, Math.min(position, text.length));
  const word = /([\w$]+|\S)\s*$/.exec(text.slice(0, end));
  const at = word?.index ?? 0;
  const marked = word?.[1] ?? text.slice(0, 1);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const found = text.indexOf("\n", at);
  const after = text.slice(at + marked.length, found === -1 ? text.length : found);
  return {
    ...{ line: text.slice(0, start).split("\n").length, column: at - start + 1 },
    parts: [text.slice(start, at), marked, after],
  };
}
