/** Plays a transcript against a session: what goes in, what must come out, line by line. */
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Output, Session } from "./driver.ts";
import { fromHex, toHex } from "./hex.ts";

/** A transcript as text in its parts. `body` starts with the first line after the settings. */
export type Transcript = {
  /** Where the bytes come from. */
  source: string;
  /** The model whose settings apply, if the transcript names one. */
  model?: string;
  /** The settings, or what is added to the model's. */
  settings: Record<string, unknown>;
  body: { line: number; text: string }[];
};

/** One stimulus with the lines it must yield and those it did. */
export type Step = { line: number; stimulus: string; expected: string[]; actual: string[] };

type Clock = { now: number };
type Play = (session: Session, rest: string, clock: Clock) => Output[];

/** What a line can do to the session, by its first word. */
const stimuli: Record<string, Play> = {
  poll: (session, _rest, { now }) => session.poll(now),
  "<": (session, rest, { now }) => session.receive(bytesOf(rest), now),
  silence: (session, _rest, { now }) => session.expire(now),
  pause: (_session, rest, clock) => {
    clock.now += Number.parseInt(rest, 10);
    return [];
  },
  write: (session, rest, { now }) => {
    const [point = "", value = ""] = cut(rest);
    return session.write?.(point as PointId, JSON.parse(value) as Value, now) ?? [];
  },
};

/** What a line can expect, by its first word, in the words of the transcript. */
const expectations: Record<string, (rest: string) => string> = {
  ">": (rest) => `> ${toHex(bytesOf(rest))}`,
  "=": (rest) => `= ${rest}`,
  "!": (rest) => `! ${rest}`,
};

/** Throws an `Error` naming the line for a text that is not a transcript. */
export function parseTranscript(text: string): Transcript {
  const lines = text.split("\n").map((line, index) => ({ line: index + 1, text: line.trim() }));
  const source = lines[0]?.text ?? "";
  if (!/^#\s*\S/.test(source)) throw new Error("line 1 does not say where the bytes come from");
  const body = lines.filter((line) => line.text !== "" && !line.text.startsWith("#"));
  const first = body.shift()?.text ?? "";
  if (first.startsWith("{")) return { source, settings: JSON.parse(first), body };
  const [word, rest] = cut(first);
  if (word !== "model") throw new Error("the first line after the source holds neither settings nor a model");
  const [model = "", settings = "{}"] = cut(rest);
  return { source, model, settings: JSON.parse(settings || "{}"), body };
}

/** Plays all of it; `expected` and `actual` of every step must be alike, and nothing may be awaited at the end. */
export function playTranscript({ body }: Transcript, session: Session): Step[] {
  const clock = { now: 0 };
  const steps: Step[] = [];
  for (const { line, text } of body) {
    const [word, rest] = cut(text);
    const play = stimuli[word];
    const expect = expectations[word];
    if (play !== undefined)
      steps.push({ line, stimulus: text, expected: [], actual: play(session, rest, clock).map(lineOf) });
    else if (expect !== undefined) steps.at(-1)?.expected.push(expect(rest));
    else throw new Error(`line ${line}: "${word}" is neither a stimulus nor an expectation`);
  }
  const end = {
    line: body.length,
    stimulus: "end",
    expected: [],
    actual: session.awaiting() ? ["a reply is due"] : [],
  };
  return [...steps, end];
}

function lineOf(output: Output): string {
  if ("send" in output) return `> ${toHex(output.send)}`;
  if ("reading" in output) return `= ${output.reading.point} ${JSON.stringify(output.reading.value)}`;
  return `! ${output.fault.code} ${output.fault.detail}`;
}

/** The first word and what follows it. */
function cut(text: string): [word: string, rest: string] {
  const [word = ""] = text.split(/\s/, 1);
  return [word, text.slice(word.length).trim()];
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === null) throw new Error(`"${text}" is not bytes in hex`);
  return bytes;
}
