/** One user information transmission device: what it uploads becomes readings, and every upload is acknowledged. */
import type { ListeningSession, Output } from "../kit/driver.ts";
import { Framer, type Piece } from "../kit/framer.ts";
import { analogues } from "./codes.ts";
import type { AnaloguePoint, FlagPoint, Gbt26875Config } from "./config.ts";
import { acknowledge, cutFrame, type Frame, mostBytes, readFrame } from "./frame.ts";
import { readUnit, type Said } from "./unit.ts";

const stallMs = 3000;
const sendData = 2;
/** An event older than this by the device's own clock was stamped by a clock that was wrong, ms. */
const mostAgoMs = 30 * 86_400_000;
/** Parts of one device that may be in a state at once: 242 of a loop, some loops. */
const mostParts = 10_000;

type Analogue = Extract<Said, { kind: "analogue" }>;

export class Gbt26875Session implements ListeningSession {
  readonly #config: Gbt26875Config;
  readonly #framer = new Framer(cutFrame, mostBytes, stallMs);
  /** For a point over every part: which are in the state now. */
  readonly #active = new Map<FlagPoint, Set<string>>();

  constructor(config: Gbt26875Config) {
    this.#config = config;
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
    if ("damage" in piece) return [fault("FIELD_DAMAGED", piece.damage)];
    const frame = readFrame(piece.frame);
    // [GB26875 §7.3.9] Only `send data` is an upload: confirmations and denials answer somebody else.
    if (frame.command !== sendData) return [];
    if (frame.source !== this.#config.source) return [{ stranger: frame.source }];
    return [...this.#read(frame), { send: acknowledge(frame) }];
  }

  #read(frame: Frame): Output[] {
    const unit = readUnit(frame.unit);
    if (unit === null) return [];
    const outputs = unit.said.flatMap((said) => this.#outputs(said, frame));
    return unit.damage === null ? outputs : [...outputs, fault("FIELD_DAMAGED", unit.damage)];
  }

  #outputs(said: Said, frame: Frame): Output[] {
    const ago = agoOf(said, frame);
    return this.#config.points.flatMap((point): Output[] => {
      if (point.of !== said.kind || !concerns(point, said)) return [];
      if (said.kind === "analogue") return measured(point as AnaloguePoint, said, ago);
      return [{ reading: { point: point.point, value: this.#flag(point as FlagPoint, said), ...ago } }];
    });
  }

  /** A point over every part is true while any of them is. */
  #flag(point: FlagPoint, said: Exclude<Said, Analogue>): boolean {
    const isSet = ((said.state >>> point.bit) & 1) === (point.trueWhen ?? 1);
    if (said.kind !== "part" || point.part !== undefined) return isSet;
    const active = this.#active.get(point) ?? new Set();
    this.#active.set(point, active);
    const key = `${said.system}/${said.systemAddress}/${said.part}`;
    if (!isSet) active.delete(key);
    else if (active.size < mostParts) active.add(key);
    return active.size > 0;
  }
}

function concerns(point: FlagPoint | AnaloguePoint, said: Said): boolean {
  const fits = (wanted: number | undefined, name: "system" | "systemAddress" | "part") =>
    wanted === undefined || (name in said && (said as Record<string, unknown>)[name] === wanted);
  if ("analogue" in point && said.kind === "analogue" && point.analogue !== said.analogue) return false;
  return fits(point.system, "system") && fits(point.systemAddress, "systemAddress") && fits(point.part, "part");
}

function measured({ point }: AnaloguePoint, { analogue, raw }: Analogue, ago: { agoMs?: number }): Output[] {
  const kind = analogues[analogue];
  if (kind === undefined)
    return [fault("FIELD_OUT_OF_RANGE", `${point}: analogue type ${analogue} is not in the standard`)];
  const value = raw / 10 ** kind.decimals;
  if (value < kind.least || value > kind.most)
    return [fault("FIELD_OUT_OF_RANGE", `${point} ${value} ${kind.unit} is outside ${kind.least} to ${kind.most}`)];
  return [{ reading: { point, value, ...ago } }];
}

/** Both times are the device's own: their difference holds even where its clock is wrong. */
function agoOf({ at }: Said, { sentAt }: Frame): { agoMs?: number } {
  if (at === null || sentAt === null) return {};
  const agoMs = sentAt - at;
  return agoMs > 0 && agoMs <= mostAgoMs ? { agoMs } : {};
}

function fault(code: "FIELD_DAMAGED" | "FIELD_OUT_OF_RANGE", detail: string): Output {
  return { fault: { code, detail } };
}
