/** Reads a flow's samples.txt: what goes in, what comes out, line by line. */

export type Line =
  /** A variable of the flow's tab, before it starts. */
  | { kind: "set"; name: string; value: string }
  /** What the hub answers from here on. */
  | { kind: "answer"; method: string; path: string; body: unknown }
  /** The hub says something, or somebody presses a button. */
  | { kind: "in"; event: string; data: unknown }
  /** The flow's next request that writes. */
  | { kind: "out"; method: string; path: string; body: unknown };

const forms: [RegExp, (parts: string[]) => Line][] = [
  [/^set (\w+)=(.*)$/, ([name = "", value = ""]) => ({ kind: "set", name, value })],
  [
    /^= (\w+) (\S+) (.*)$/,
    ([method = "", path = "", json = ""]) => ({ kind: "answer", method, path, body: JSON.parse(json) }),
  ],
  [/^> (\S+(?: \S+)?) ([[{].*)$/, ([event = "", json = ""]) => ({ kind: "in", event, data: JSON.parse(json) })],
  [
    /^< (\w+) (\S+) (.*)$/,
    ([method = "", path = "", json = ""]) => ({ kind: "out", method, path, body: JSON.parse(json) }),
  ],
];

/** Lines that begin with `#` are words for the reader. Throws on a line that is none of these. */
export function readSamples(text: string): Line[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    for (const [form, make] of forms) {
      const match = form.exec(line);
      if (match !== null) return make(match.slice(1));
    }
    throw new Error(`samples.txt: "${line}" begins with none of set, =, >, <`);
  });
}
