/** What a bus does with a request: the unit meant answers, and its wire decides what becomes of that. */
import { withCrc } from "../../drivers/modbus/crc.ts";
import type { Answer, Answers } from "./answers.ts";
import type { Clock } from "./clock.ts";
import type { BusId } from "./layout.ts";
import type { Noise } from "./physics/noise.ts";
import type { Scene } from "./scene.ts";
import { answer, questionOf } from "./slave.ts";
import type { Unit } from "./unit.ts";
import { flipBits, nextFate } from "./wire.ts";

/** `noise` is for damaged replies, apart from the world's. */
export type State = { scene: Scene; noise: Noise };

export type Reply = { bytes: Uint8Array; lateMs: number };

/** [Serial Line V1.02 §2.2] Meant for all, and answered by none. */
const broadcast = 0;
const exceptionBit = 0x80;

/** Replies to whole requests with a good CRC; null is silence, as for units that are not here. */
export function replyOn(bus: BusId, units: readonly Unit[], state: State, answers: Answers, clock: Clock) {
  const here = units.filter((unit) => unit.seat.bus === bus);
  return (request: Uint8Array): Reply | null => {
    const [address = broadcast, code = 0] = request;
    const body = request.slice(1, -2);
    if (code >= exceptionBit) return null;
    if (address === broadcast) for (const unit of here) answer(body, unit.bank);
    const unit = here.find((one) => one.settings().address === address);
    if (unit === undefined) return null;
    const { reply, record } = unitReply(unit, address, body, state);
    answers.add({ at: clock.wallMs(), bus, ...record });
    return reply;
  };
}

/** A silent sensor hears nothing either: what it was asked to write is not written. */
function unitReply(
  unit: Unit,
  address: number,
  body: Uint8Array,
  state: State,
): { reply: Reply | null; record: Omit<Answer, "at" | "bus"> } {
  const { device } = unit.seat;
  const { wire, fate, lateMs } = nextFate(state.scene.wire, device);
  state.scene = { ...state.scene, wire };
  if (fate === "silent") return { reply: null, record: { device, code: body[0] ?? 0, lateMs, points: {}, fate } };
  const points = pointsIn(unit, body);
  const said = answer(body, unit.bank);
  const bytes = withCrc(Uint8Array.of(address, ...said));
  const code = said[0] ?? 0;
  const record = { device, code, lateMs, points: code === body[0] ? points : {}, fate };
  return { reply: { bytes: fate === "damaged" ? spoilt(bytes, state) : bytes, lateMs }, record };
}

/** What a reading request asks of the points; a writing one tells none. */
function pointsIn(unit: Unit, body: Uint8Array): Answer["points"] {
  const question = questionOf(body);
  return question === null || question.values !== null ? {} : unit.points(question);
}

function spoilt(bytes: Uint8Array, state: State): Uint8Array {
  const { frame, noise } = flipBits(bytes, state.noise);
  state.noise = noise;
  return frame;
}
