/** Characters that no text of people has: half a character, NUL, and those that turn the reading direction around. */

/** [Unicode UAX #9] U+202A–202E, U+2066–2069: with them a name is read as another one. */
const strange: readonly { found: RegExp; what: string }[] = [
  { found: /\p{Cs}/u, what: "half a character (a lone surrogate)" },
  { found: /\0/, what: "a NUL character" },
  { found: /[\u202A-\u202E\u2066-\u2069]/, what: "a character that turns the reading direction around" },
];

/** Where and what, as `/title/zh has …; take it out`; null when every text in it is sound. It looks at names of fields too. */
export function faultOfText(value: unknown): string | null {
  // A list, not a recursion: what a stranger sends may be a hundred thousand deep.
  const waiting: { path: string; value: unknown }[] = [{ path: "", value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const what = typeof next.value === "string" ? whatIsStrange(next.value) : null;
    if (what !== null) return `${next.path || "the text"} has ${what}; take it out`;
    if (typeof next.value !== "object" || next.value === null || ArrayBuffer.isView(next.value)) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      const strangeKey = whatIsStrange(key);
      if (strangeKey !== null) return `a field's name in ${next.path || "the document"} has ${strangeKey}; take it out`;
      waiting.push({ path: `${next.path}/${key}`.slice(0, 300), value: inner });
    }
  }
  return null;
}

function whatIsStrange(text: string): string | null {
  return strange.find(({ found }) => found.test(text))?.what ?? null;
}
