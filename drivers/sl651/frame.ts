/** The frame of SL 651-2014 in its HEX and ASCII forms: where it begins and ends, its header, and the confirmation. */
import { crc16 } from "../kit/crc16.ts";
import type { Cut } from "../kit/framer.ts";
import { toHex } from "../kit/hex.ts";

/** [SL651 §6.3, table of control characters] */
const control = { SOH: 0x01, STX: 0x02, ETX: 0x03, EOT: 0x04, ENQ: 0x05, SYN: 0x16, ETB: 0x17, ESC: 0x1b };
const hexMark = 0x7e;

export type Form = "HEX" | "ASCII";

export type Frame = {
  form: Form;
  direction: "up" | "down";
  /** 2 hex digits. */
  centre: string;
  /** 10 digits. */
  station: string;
  /** 4 hex digits. */
  password: string;
  /** 2 hex digits, upper case. */
  func: string;
  /** Of a report in several packets: which of how many, from 1. */
  packet: { number: number; of: number } | null;
  /** Between the start character and the end character. */
  body: Uint8Array;
  /** Name of the end character. */
  end: string;
};

/** Twelve bits of length, and the packet number. */
export const mostBytes = 2 + 2 * (12 + 3) + 4095 + 5;

/** Lengths of the header up to the length field and of what follows, in characters of the wire: one a byte, or two in ASCII. */
const shape = {
  HEX: { marks: 2, width: 1, crc: 2 },
  ASCII: { marks: 1, width: 2, crc: 4 },
} as const;

/** For the framer: what the bytes begin with. */
export function cutFrame(bytes: Uint8Array): Cut {
  const form = formOf(bytes);
  if (form === "more" || form === null) return form ?? { skip: 1 };
  const { marks, width, crc } = shape[form];
  const headerEnd = marks + 11 * width;
  if (bytes.length <= headerEnd) return "more";
  if (form === "ASCII" && fieldsOf(bytes, form) === null) return { skip: 1 };
  const start = bytes[headerEnd];
  if (start !== control.STX && start !== control.SYN) return { skip: 1 };
  const length = lengthOf(bytes, form);
  // Makers differ whether the packet number counts as body: the CRC tells.
  const totals = (start === control.SYN ? [length + 3 * width, length] : [length]).map(
    (body) => headerEnd + 1 + body + 1 + crc,
  );
  const sound = totals.find((total) => bytes.length >= total && hasCrc(bytes.subarray(0, total), form));
  if (sound !== undefined) return { frame: sound };
  if (bytes.length < Math.max(...totals)) return "more";
  return { skip: 1, damage: `wrong CRC in a frame of ${totals[0]} bytes from station ${stationOf(bytes, form)}` };
}

/** Reads a frame that `cutFrame` found sound. */
export function readFrame(bytes: Uint8Array): Frame {
  const form = bytes[0] === control.SOH ? "ASCII" : "HEX";
  const { marks, width, crc } = shape[form];
  const fields = fieldsOf(bytes, form) as string;
  const headerEnd = marks + 11 * width;
  const isUp = fields[18] !== "8";
  const multi = bytes[headerEnd] === control.SYN;
  const bodyStart = headerEnd + 1 + (multi ? 3 * width : 0);
  const counts = multi ? digitsOf(bytes.subarray(headerEnd + 1, bodyStart), form) : "";
  return {
    form,
    direction: isUp ? "up" : "down",
    centre: isUp ? fields.slice(0, 2) : fields.slice(10, 12),
    station: isUp ? fields.slice(2, 12) : fields.slice(0, 10),
    password: fields.slice(12, 16),
    func: fields.slice(16, 18),
    packet: multi
      ? { of: Number.parseInt(counts.slice(0, 3), 16), number: Number.parseInt(counts.slice(3, 6), 16) }
      : null,
    body: bytes.slice(bodyStart, bytes.length - crc - 1),
    end: endNames.get(bytes[bytes.length - crc - 1] as number) ?? "?",
  };
}

const endNames = new Map<number, string>(Object.entries(control).map(([name, code]) => [code, name]));

/** A downlink: a confirmation or a question. `body` and `end` as in `Frame`. */
export function writeDownlink(
  { form, station, centre, password, func, body }: Omit<Frame, "direction" | "packet" | "end">,
  end: "EOT" | "ENQ" | "ESC",
): Uint8Array {
  const length = `8${body.length.toString(16).padStart(3, "0").toUpperCase()}`;
  const header = `${station}${centre}${password}${func}${length}`;
  const head = form === "HEX" ? [hexMark, hexMark, ...bytesOfDigits(header)] : [control.SOH, ...ascii(header)];
  const all = Uint8Array.from([...head, control.STX, ...body, control[end]]);
  const crc = crc16(all).toString(16).padStart(4, "0").toUpperCase();
  return Uint8Array.from([...all, ...(form === "HEX" ? bytesOfDigits(crc) : ascii(crc))]);
}

/** Digits of either form as text, upper case. */
export function digitsOf(bytes: Uint8Array, form: Form): string {
  return form === "HEX" ? toHex(bytes).replaceAll(" ", "").toUpperCase() : String.fromCharCode(...bytes);
}

/** Digits as either form puts them on the wire. */
export function wireOf(digits: string, form: Form): Uint8Array {
  return Uint8Array.from(form === "HEX" ? bytesOfDigits(digits) : ascii(digits));
}

function formOf(bytes: Uint8Array): Form | "more" | null {
  if (bytes[0] === control.SOH) return "ASCII";
  if (bytes[0] !== hexMark) return null;
  if (bytes.length === 1) return "more";
  return bytes[1] === hexMark ? "HEX" : null;
}

/** The 22 digits of the header; null in ASCII where they are none. */
function fieldsOf(bytes: Uint8Array, form: Form): string | null {
  const { marks, width } = shape[form];
  const text = digitsOf(bytes.subarray(marks, marks + 11 * width), form);
  return /^[0-9A-F]{22}$/.test(text) ? text : null;
}

function lengthOf(bytes: Uint8Array, form: Form): number {
  return Number.parseInt((fieldsOf(bytes, form) ?? "").slice(19, 22), 16);
}

function stationOf(bytes: Uint8Array, form: Form): string {
  const fields = fieldsOf(bytes, form) ?? "";
  return fields[18] === "8" ? fields.slice(0, 10) : fields.slice(2, 12);
}

/** [SL651 §6.3.2] The CRC is over all before it, its high byte first. */
function hasCrc(frame: Uint8Array, form: Form): boolean {
  const end = frame.length - shape[form].crc;
  return (
    digitsOf(frame.subarray(end), form).toUpperCase() ===
    crc16(frame.subarray(0, end)).toString(16).padStart(4, "0").toUpperCase()
  );
}

function bytesOfDigits(digits: string): number[] {
  return Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
