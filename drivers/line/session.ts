/** One sensor that writes lines: a line that fits the pattern is readings, any other a fault. */
import type { Value } from "../../core/reading.ts";
import type { ListeningSession, Output } from "../kit/driver.ts";
import { type Cut, Framer, type Piece } from "../kit/framer.ts";
import { strip } from "./checksum.ts";
import type { LineConfig, NamedGroup } from "./config.ts";
import type { Pattern } from "./pattern.ts";

const stallMs = 2000;
const ends = { LF: "\n", CR: "\r", CRLF: "\r\n" } as const;

export class LineSession implements ListeningSession {
  readonly #config: LineConfig;
  readonly #pattern: Pattern;
  readonly #framer: Framer;
  /** What came before the first end of a line may be the rest of one. */
  #isWhole = false;
  readonly poll?: () => Output[];

  constructor(config: LineConfig, pattern: Pattern) {
    const { ending = "LF", mostCharacters = 128, ask } = config;
    this.#config = config;
    this.#pattern = pattern;
    this.#framer = new Framer((bytes) => cutLine(bytes, ends[ending], mostCharacters), mostCharacters + 2, stallMs);
    if (ask !== undefined) {
      const question = Uint8Array.from(withControls(ask), (letter) => letter.charCodeAt(0) & 0xff);
      this.poll = () => {
        // Whatever comes now is an answer from its beginning.
        this.#isWhole = true;
        return [{ send: question }];
      };
    }
  }

  receive(bytes: Uint8Array, now: number): Output[] {
    return this.#framer.push(bytes, now).flatMap((piece) => this.#hear(piece));
  }

  due(): number | null {
    return this.#framer.due();
  }

  wake(now: number): Output[] {
    return this.#framer.wake(now).flatMap((piece) => this.#hear(piece));
  }

  #hear(piece: Piece): Output[] {
    const wasWhole = this.#isWhole;
    // After damage the next end of a line may again be that of the rest of one.
    this.#isWhole = "frame" in piece;
    if ("damage" in piece) return wasWhole ? [damaged(piece.damage)] : [];
    const line = String.fromCharCode(...piece.frame).replace(/[\r\n]+$/, "");
    if (line === "") return [];
    const outputs = this.#read(line);
    // The first may have begun before this session did: it counts only if it is sound.
    return wasWhole || outputs.every((output) => !("fault" in output)) ? outputs : [];
  }

  #read(line: string): Output[] {
    const { checksum = "none", address, points } = this.#config;
    const text = strip(line, checksum);
    if (text === null) return [damaged(`wrong checksum: ${shown(line)}`)];
    const groups = this.#pattern.match(text);
    if (groups === null) return [damaged(`the line does not fit the pattern: ${shown(line)}`)];
    if (address !== undefined && groups.address !== address) return [{ stranger: groups.address ?? "" }];
    return points.flatMap((point) => readGroup(point, groups[point.group]));
  }
}

/** A group that took no part in the match yields nothing. */
function readGroup(named: NamedGroup, text: string | undefined): Output[] {
  if (text === undefined) return [];
  const value = valueOfGroup(named, text);
  if (value === null) return [damaged(`${named.group} "${shown(text)}" is no ${named.kind} of ${named.point}`)];
  return [{ reading: { point: named.point, value } }];
}

function valueOfGroup({ kind, words, scale = 1, offset = 0 }: NamedGroup, text: string): Value | null {
  if (words !== undefined) return Object.hasOwn(words, text) ? (words[text] as Value) : null;
  if (kind === "string") return text;
  if (kind === "boolean" || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number((Number(text) * scale + offset).toFixed(9));
  return Number.isFinite(value) ? value : null;
}

/** A line ends with its end; one that is too long is none. */
function cutLine(bytes: Uint8Array, end: string, most: number): Cut {
  const at = bytes.subarray(0, most + end.length).indexOf(end.charCodeAt(end.length - 1));
  if (at >= 0) return { frame: at + 1 };
  return bytes.length < most + end.length ? "more" : { skip: most, damage: `a line of more than ${most} characters` };
}

/** What may be shown of a line: printable characters, 60 at most. */
function shown(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, ".");
}

function withControls(text: string): string {
  return text.replace(/\\r/g, "\r").replace(/\\n/g, "\n");
}

function damaged(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
