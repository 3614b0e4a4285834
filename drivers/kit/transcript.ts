/** Plays a transcript against a session: what goes in, what must come out, line by line. */
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Advert } from "./advert.ts";
import type { Output, Session, Waking } from "./driver.ts";
import { fromHex, toHex } from "./hex.ts";
import type { PinSample } from "./pin.ts";

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
  poll: (session, _rest, { now }) => of(session, "poll").poll?.(now) ?? [],
  "<": (session, rest, { now }) => of(session, "receive").receive(bytesOf(rest), now),
  silence: (session, _rest, { now }) => of(session, "expire").expire(now),
  pause(session, rest, clock) {
    const until = clock.now + Number.parseInt(rest, 10);
    const outputs = "wake" in session && "due" in session ? wakeUntil(session as Waking, until, clock) : [];
    clock.now = until;
    return outputs;
  },
  write: (session, rest, { now }) => {
    const [point = "", value = ""] = cut(rest);
    return of(session, "write").write?.(point as PointId, JSON.parse(value) as Value, now) ?? [];
  },
  adv: (session, rest, { now }) => of(session, "hear").hear(advertOf(rest), now),
  pin: (session, rest, { now }) => of(session, "sense").sense(sampleOf(rest), now),
};

type Able<Ability extends string> = Extract<Session, { [Name in Ability]?: unknown }>;

function of<Ability extends string>(session: Session, ability: Ability): Able<Ability> {
  if (!(ability in session)) throw new Error(`the session has no ${ability}`);
  return session as Able<Ability>;
}

/** A session is woken when it said it wants to be. */
function wakeUntil(session: Waking, until: number, clock: Clock): Output[] {
  const outputs: Output[] = [];
  for (let due = session.due(); due !== null && due <= until; due = session.due()) {
    clock.now = Math.max(clock.now, due);
    outputs.push(...session.wake(clock.now));
  }
  return outputs;
}

/** `<address> [rssi=-60] [name=text] [fcd2=<hex> …] [company:0499=<hex>]` */
function advertOf(text: string): Advert {
  const [address = "", ...parts] = text.split(/\s+/);
  const advert: Advert & { serviceData: { uuid: string; data: Uint8Array }[] } = {
    address,
    rssi: -60,
    serviceData: [],
  };
  for (const part of parts) {
    const [key = "", value = ""] = part.split("=");
    if (key === "rssi") advert.rssi = Number(value);
    else if (key === "name") advert.name = value;
    else if (key.startsWith("company:"))
      advert.manufacturer = { company: Number.parseInt(key.slice(8), 16), data: bytesOf(value) };
    else advert.serviceData.push({ uuid: key, data: bytesOf(value) });
  }
  return advert;
}

/** `<name> high`, `<name> low` or `<name> 1.25V` */
function sampleOf(text: string): PinSample {
  const [name, value] = cut(text);
  if (value === "high" || value === "low") return { name, level: value === "high" };
  const volts = /^(-?[\d.]+)V$/.exec(value)?.[1];
  if (volts === undefined) throw new Error(`"${value}" is neither high, low nor a voltage`);
  return { name, volts: Number(volts) };
}

/** What a line can expect, by its first word, in the words of the transcript. */
const expectations: Record<string, (rest: string) => string> = {
  ">": (rest) => `> ${toHex(bytesOf(rest))}`,
  "=": (rest) => `= ${rest}`,
  "!": (rest) => `! ${rest}`,
  "?": (rest) => `? ${rest}`,
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
    actual: "awaiting" in session && session.awaiting() ? ["a reply is due"] : [],
  };
  return [...steps, end];
}

function lineOf(output: Output): string {
  if ("send" in output) return `> ${toHex(output.send)}`;
  if ("stranger" in output) return `? ${output.stranger}`;
  if ("reading" in output) return readingLine(output.reading);
  return `! ${output.fault.code} ${output.fault.detail}`;
}

function readingLine({ point, value, agoMs }: Extract<Output, { reading: unknown }>["reading"]): string {
  return `= ${point} ${JSON.stringify(value)}${agoMs === undefined ? "" : ` ${agoMs} ms ago`}`;
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
