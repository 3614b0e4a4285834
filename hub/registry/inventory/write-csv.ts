/** CSV as spreadsheets here read it. */
import { safe } from "./safe.ts";

/** [RFC 4180], with the byte order mark a spreadsheet wants to see before it reads UTF-8. */
export function csv(lines: readonly (readonly string[])[], mark = "\uFEFF"): string {
  return `${mark}${lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(text: string): string {
  const plain = safe(text);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
