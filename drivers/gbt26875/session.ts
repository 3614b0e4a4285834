/** One user information transmission device: what it uploads becomes readings, and every upload is answered. */
import type { FaultCode } from "../../core/fault.ts";
import type { ListeningSession, Output } from "../kit/driver.ts";
import { Framer, type Piece } from "../kit/framer.ts";
import type { Gbt26875Config } from "./config.ts";
import { acknowledge, command, cutFrame, deny, type Frame, mostBytes, readFrame } from "./frame.ts";
import type { PartsInState } from "./parts-in-state.ts";
import { type Ago, readPoint } from "./read-point.ts";
import { readUnit, type Said } from "./unit.ts";

const stallMs = 3000;
/** An event older than this by the device's own clock was stamped by a clock that was wrong, ms. */
const mostAgoMs = 30 * 86_400_000;
/** Codes from here on are the maker's own, those below the standard's, used or reserved [GB26875 §6.6, table 2]. */
const makersOwn = 128;

export class Gbt26875Session implements ListeningSession {
  readonly #config: Gbt26875Config;
  readonly #framer = new Framer(cutFrame, mostBytes, stallMs);
  readonly #parts: PartsInState;

  /** `parts` outlives the session: what burns does not stop burning when the device dials in again. */
  constructor(config: Gbt26875Config, parts: PartsInState) {
    this.#config = config;
    this.#parts = parts;
  }

  receive(bytes: Uint8Array, now: number): Output[] {
    return this.#framer.push(bytes, now).flatMap((piece) => this.#hear(piece));
  }

  memory(): unknown {
    return this.#parts.memory();
  }

  due(): number | null {
    return this.#framer.due();
  }

  wake(now: number): Output[] {
    return this.#framer.wake(now).flatMap((piece) => this.#hear(piece));
  }

  #hear(piece: Piece): Output[] {
    if ("damage" in piece) return [fault("FIELD_DAMAGED", piece.damage), ...this.#denied(piece.bytes)];
    const frame = readFrame(piece.frame);
    if (frame.command !== command.sendData) return this.#odd(frame);
    if (frame.source !== this.#config.source) return [{ stranger: frame.source }];
    return [...this.#read(frame), { send: acknowledge(frame) }];
  }

  /** [GB26875 §6.3, §6.5] Denied, so that it comes again at once instead of after the device's time-out. */
  #denied(bytes: Uint8Array | undefined): Output[] {
    if (bytes === undefined) return [];
    const frame = readFrame(bytes);
    const isOurs = frame.source === this.#config.source && frame.command === command.sendData;
    return isOurs ? [{ send: deny(frame) }] : [];
  }

  /** [GB26875 §6.5] Only `send data` is an upload. Confirmations, requests and answers are somebody else's; a code that is none is denied. */
  #odd(frame: Frame): Output[] {
    const isKnown = frame.command >= command.control && frame.command <= command.deny;
    if (isKnown || frame.command >= makersOwn || frame.source !== this.#config.source) return [];
    return [fault("FIELD_DAMAGED", `command ${frame.command} is not in the standard`), { send: deny(frame) }];
  }

  #read(frame: Frame): Output[] {
    const heard = this.#config.points.flatMap((point): Output[] =>
      point.of === "heard" ? [{ reading: { point: point.point, value: true } }] : [],
    );
    const unit = readUnit(frame.unit);
    if (unit === null) return heard;
    const outputs = inOrder(unit.said, frame).flatMap(({ said, ago }) =>
      this.#config.points.flatMap((point) => readPoint(point, said, ago, this.#parts)),
    );
    const damage = unit.damage === null ? [] : [fault("FIELD_DAMAGED", unit.damage)];
    return [...heard, ...outputs, ...damage];
  }
}

/** The oldest first: what happened last is what holds now. Without a time it happened now. */
function inOrder(all: readonly Said[], frame: Frame): { said: Said; ago: Ago }[] {
  const timed = all.map((said) => ({ said, ago: agoOf(said, frame) }));
  return timed.sort((a, b) => (b.ago.agoMs ?? 0) - (a.ago.agoMs ?? 0));
}

/** Both times are the device's own: their difference holds even where its clock is wrong. */
function agoOf({ at }: Said, { sentAt }: Frame): Ago {
  if (at === null || sentAt === null) return {};
  const agoMs = sentAt - at;
  return agoMs > 0 && agoMs <= mostAgoMs ? { agoMs } : {};
}

function fault(code: FaultCode, detail: string): Output {
  return { fault: { code, detail } };
}
