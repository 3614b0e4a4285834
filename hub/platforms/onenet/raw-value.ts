/** A value of a JSON object as it was written: what was signed was text, not meaning. */

/** The last value of this name in the outermost object; null where it has none. The text must be sound JSON. */
export function rawValue(text: string, name: string): string | null {
  let found: string | null = null;
  let at = text.indexOf("{") + 1;
  while (at > 0 && at < text.length) {
    const key = nextString(text, at);
    if (key === null) break;
    const colon = text.indexOf(":", key.end);
    if (colon < 0) break;
    const end = endOfValue(text, colon + 1);
    if (JSON.parse(text.slice(key.start, key.end)) === name) found = text.slice(colon + 1, end).trim();
    at = end + 1;
  }
  return found;
}

function nextString(text: string, from: number): { start: number; end: number } | null {
  const start = text.indexOf('"', from);
  return start < 0 ? null : { start, end: endOfString(text, start) };
}

/** Behind its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

const depths: Record<string, number | undefined> = { "{": 1, "[": 1, "}": -1, "]": -1 };

/** Where the comma or brace behind a value stands. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (depth === 0 && (char === "," || char === "}")) return at;
    depth += depths[char] ?? 0;
    at += 1;
  }
  return at;
}
