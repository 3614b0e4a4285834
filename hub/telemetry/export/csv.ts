/** An export as CSV [RFC 4180], with the byte order mark Excel wants to see before it reads UTF-8. */
import { type Page, qualityWords, timeText, valueText } from "./rows.ts";

const header = ["time", "gateway", "device", "device_name", "point", "point_name", "value", "unit", "quality"];

export async function* toCsv(pages: AsyncIterable<Page>): AsyncGenerator<string> {
  yield `\uFEFF${line(header)}`;
  for await (const { source, rows } of pages) {
    const { gateway, device, deviceName, point, pointName, unit } = source;
    const named = [gateway, device, deviceName, point, pointName].map(cell).join(",");
    const text = cell(unit);
    let part = "";
    for (const [at, value, bits] of rows) {
      const written = typeof value === "string" ? cell(value) : valueText(value);
      part += `${timeText(at)},${named},${written},${text},${qualityWords(bits)}\r\n`;
    }
    yield part;
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/** What a spreadsheet would run as a formula. */
const formula = /^[=+\-@\t\r]/;
const special = /[",\r\n]/;

/** A text cell; an apostrophe keeps a spreadsheet from running what a device sent. */
function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
