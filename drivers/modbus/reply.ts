/** Judges what came back so far against what was asked: more to come, a reply, a refusal, foreign or damaged. */
import { toHex } from "../kit/hex.ts";
import { hasCrc } from "./crc.ts";
import { exceptionBit, isReadFunction, isWriteFunction, readFunctions } from "./functions.ts";

export type Verdict =
  | { kind: "more"; of: number }
  /** The bytes between byte count and CRC; empty for the echo of a write. */
  | { kind: "reply"; data: Uint8Array }
  | { kind: "refused"; exception: number }
  | { kind: "foreign" | "damaged"; detail: string };

const shortest = 4;
const exceptionLength = 5;
const echoLength = 8;

/** Looks at all bytes since the request was sent; to be asked again after every byte. */
export function judge(request: Uint8Array, bytes: Uint8Array): Verdict {
  const claimed = claimedLength(bytes);
  const whole = claimed === null ? bytes.length >= shortest : bytes.length === claimed;
  if (whole && hasCrc(bytes)) return classify(request, bytes);
  const due = dueLength(request);
  // A damaged byte count must not make a reply from the right device endless.
  const of = isAnswering(request, bytes) ? due : Math.max(due, claimed ?? 0);
  if (bytes.length < of) return { kind: "more", of };
  return { kind: "damaged", detail: `wrong CRC in ${toHex(bytes)}` };
}

/** How long the reply says it is by function code and byte count; null where the function is not known. */
function claimedLength(bytes: Uint8Array): number | null {
  const code = bytes[1] ?? exceptionBit;
  if (code & exceptionBit) return exceptionLength;
  if (isReadFunction(code)) return exceptionLength + (bytes[2] ?? 0);
  return isWriteFunction(code) ? echoLength : null;
}

function dueLength(request: Uint8Array): number {
  return isReadFunction(codeOf(request)) ? exceptionLength + dueBytes(request) : echoLength;
}

/** The byte count the reply to a read must carry [Application Protocol V1.1b3 §6.1–§6.4]. */
function dueBytes(request: Uint8Array): number {
  const count = ((request[4] as number) << 8) | (request[5] as number);
  const code = codeOf(request);
  return isReadFunction(code) && readFunctions[code].holds === "bits" ? Math.ceil(count / 8) : count * 2;
}

function isAnswering(request: Uint8Array, bytes: Uint8Array): boolean {
  return bytes[0] === request[0] && bytes[1] === request[1];
}

function codeOf(frame: Uint8Array): number {
  return frame[1] as number;
}

/** A whole frame with a good CRC. */
function classify(request: Uint8Array, frame: Uint8Array): Verdict {
  const asked = `unit ${request[0]}, function ${request[1]}`;
  const code = codeOf(frame) & ~exceptionBit;
  if (frame[0] !== request[0] || code !== codeOf(request))
    return { kind: "foreign", detail: `a reply of unit ${frame[0]}, function ${code} where ${asked} was asked` };
  if (codeOf(frame) & exceptionBit) return { kind: "refused", exception: frame[2] as number };
  return isReadFunction(code) ? readReply(request, frame) : echo(request, frame);
}

function readReply(request: Uint8Array, frame: Uint8Array): Verdict {
  const due = dueBytes(request);
  if (frame[2] !== due) return { kind: "damaged", detail: `byte count ${frame[2]} where ${due} is due` };
  return { kind: "reply", data: frame.slice(3, -2) };
}

/** Address and value, or address and quantity, come back as they went out [Application Protocol V1.1b3 §6.5–§6.12]. */
function echo(request: Uint8Array, frame: Uint8Array): Verdict {
  const sent = request.subarray(2, 6);
  const same = sent.every((byte, index) => byte === frame[index + 2]);
  if (same) return { kind: "reply", data: new Uint8Array() };
  return { kind: "damaged", detail: `echo ${toHex(frame.subarray(2, 6))} where ${toHex(sent)} is due` };
}
