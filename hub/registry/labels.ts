/** Labels to print and stick on devices: where it is, what it is, whom to ring, and a code that opens its page. */
import QRCode from "qrcode";
import { readBooks } from "../rulebook/books.ts";
import { findUnit } from "../rulebook/units.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";

/** Millimetres. `columns` × `rows` on an A4 sheet; else one label a page, as label printers want it. */
const sizes = {
  "40x30": { width: 40, height: 30, code: 18, text: 2.2 },
  "60x40": { width: 60, height: 40, code: 26, text: 3 },
  "a4-3x8": { width: 70, height: 37, code: 24, text: 2.8, columns: 3, rows: 8 },
} as const;
export type LabelSize = keyof typeof sizes;
export const labelSizes = Object.keys(sizes) as LabelSize[];

export type Label = { url: string; place: string; title: string; id: string; call: string };

export async function labelsOf(tables: Tables, rows: readonly DeviceRow[], base: string): Promise<Label[]> {
  const { units } = await readBooks(tables);
  return rows.map(({ gateway, id, document, entry }) => {
    const unit = findUnit(units, entry.facts.maintainer ?? null);
    return {
      url: `${base}/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(id)}`,
      place: document?.place ?? entry.facts.place ?? "",
      title: document?.title.zh ?? entry.facts.name ?? id,
      id: `${gateway}/${id}`,
      call: unit === null ? "" : `维护 ${unit.name}${unit.phone === undefined ? "" : ` ${unit.phone}`}`,
    };
  });
}

/** A page of its own, with nothing in it that runs. */
export async function labelSheet(labels: readonly Label[], size: LabelSize): Promise<string> {
  const { width, height, code, text, ...sheet } = sizes[size];
  const perPage = "columns" in sheet ? sheet.columns * sheet.rows : 1;
  const paper = "columns" in sheet ? "A4" : `${width}mm ${height}mm`;
  const cells = await Promise.all(labels.map(labelHtml));
  const pages: string[] = [];
  for (let i = 0; i < labels.length; i += perPage)
    pages.push(`<section>${cells.slice(i, i + perPage).join("")}</section>`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>设备标签 ${labels.length} 张</title>
<style>
@page { size: ${paper}; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font: ${text}mm/1.3 "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #000; background: #fff }
section { display: grid; grid-template-columns: repeat(${"columns" in sheet ? sheet.columns : 1}, ${width}mm); break-after: page }
section:last-child { break-after: auto }
article { width: ${width}mm; height: ${height}mm; padding: 1.5mm; display: flex; gap: 1.5mm; align-items: center; overflow: hidden }
article svg { width: ${code}mm; height: ${code}mm; flex: none }
article div { min-width: 0; max-height: 100%; overflow: hidden; overflow-wrap: anywhere }
b { display: block; font-size: 1.15em }
small { display: block; font-size: .8em; font-family: ui-monospace, monospace }
@media screen { body { padding: 8mm; background: #eee } section { margin-bottom: 4mm } article { background: #fff; outline: 1px dashed #999 } }
</style></head><body>
${pages.join("\n")}
</body></html>
`;
}

async function labelHtml({ url, place, title, id, call }: Label): Promise<string> {
  const code = await QRCode.toString(url, { type: "svg", errorCorrectionLevel: "M", margin: 1 });
  const lines = [`<b>${escaped(place)}</b>`, escaped(title), `<small>${escaped(id)}</small>`, escaped(call)];
  return `<article>${code}<div>${lines.filter((line) => line !== "").join("<br>")}</div></article>`;
}

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** What a device or a person wrote is text. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] as string);
}
