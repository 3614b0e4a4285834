/** Cuts text to a number of UTF-8 bytes where a reader would cut it: between two characters as people see them. */

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });
const ellipsis = "…";

export function bytesOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/**
 * The whole text when it fits, else as much of it as fits with an ellipsis at its end; never more than `most` bytes.
 * A single character that is longer than that is cut between its code points.
 */
export function cutToBytes(text: string, most: number): string {
  const whole = text.toWellFormed();
  if (bytesOf(whole) <= most) return whole;
  const end = bytesOf(ellipsis) <= most ? ellipsis : "";
  const room = most - bytesOf(end);
  const head = headOf(whole, room);
  const kept = asManyAsFit(segmentsOf(head), room);
  return `${kept === "" ? asManyAsFit(head, room) : kept}${end}`;
}

/** A byte holds at most one UTF-16 unit: what lies beyond can never fit, and need not be taken apart. */
function headOf(text: string, room: number): string {
  return text.slice(0, room + 1).toWellFormed();
}

function* segmentsOf(text: string): Iterable<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

function asManyAsFit(parts: Iterable<string>, room: number): string {
  let kept = "";
  let bytes = 0;
  for (const part of parts) {
    bytes += bytesOf(part);
    if (bytes > room) break;
    kept += part;
  }
  return kept;
}
