/** The body of an uplink: serial, times, station and elements, in the HEX and the ASCII form. */
import { elementOfMnemonic } from "./elements.ts";
import { digitsOf, type Form } from "./frame.ts";
import { functions } from "./functions.ts";
import { bcdValue, timeOf } from "./value.ts";

export type Observed = {
  /** Lead byte: `39`, or `FF11` for one of the maker's. */
  element: string;
  /** Null: the station calls it invalid. */
  value: number | null;
  /** Ms since 1970 of the station's clock; null where no time was given. */
  at: number | null;
  /** Of a 5-minute series: which value from 0. */
  index?: number;
};

export type Body = {
  /** 4 digits. */
  serial: string;
  /** As received, 12 digits. */
  sentDigits: string;
  sentAt: number | null;
  /** The station within the body, where the function has one. */
  station: string | null;
  stationType: string | null;
  observed: Observed[];
  /** What could not be read, and where. */
  damage: string | null;
};

/** [SL651 §6.6.4] Groups that lead bytes alone announce. */
const leads = { time: "F0", station: "F1", text: "F2", picture: "F3", rain: "F4", status: "45", stepCode: "04" };
const isLevelSeries = (lead: string) => lead >= "F5" && lead <= "FC";
const stepMs = 5 * 60_000;

/** `func` by its code; reads as far as it can and names what it cannot. */
export function readBody(func: string, bytes: Uint8Array, form: Form): Body {
  return form === "HEX" ? readHex(func, digitsOf(bytes, "HEX")) : readAscii(func, digitsOf(bytes, "ASCII"));
}

function begin(text: string): Body {
  const sentDigits = text.slice(4, 16);
  return {
    serial: text.slice(0, 4),
    sentDigits,
    sentAt: timeOf(sentDigits),
    station: null,
    stationType: null,
    observed: [],
    damage: text.length < 16 ? "the body is too short for serial and time" : null,
  };
}

function readHex(func: string, digits: string): Body {
  const body = begin(digits);
  if (body.damage !== null || functions[func]?.carries !== "elements") return { ...body, ...stationOnly(digits) };
  const reader = new Reader(digits, 16);
  const typed = func !== "46";
  let at: number | null = null;
  while (!reader.atEnd() && body.damage === null) {
    const lead = reader.take(2);
    if (lead === leads.station) {
      reader.take(2);
      body.station = reader.take(10);
      if (typed) body.stationType = reader.take(2);
    } else if (lead === leads.time) {
      reader.take(2);
      at = timeOf(reader.take(10));
    } else {
      body.damage = readElement(lead, reader, at, body.observed);
    }
  }
  return { ...body, damage: body.damage ?? (reader.ranOut ? "the body ends within an element" : null) };
}

/** Functions without elements name the station at most. */
function stationOnly(digits: string): Partial<Body> {
  return digits.slice(16, 20) === "F1F1" ? { station: digits.slice(20, 30) } : {};
}

/** One element after its lead byte; null, or what is wrong with it. */
function readElement(first: string, reader: Reader, at: number | null, observed: Observed[]): string | null {
  const lead = first === "FF" ? first + reader.take(2) : first;
  if (lead === leads.text || lead === leads.picture) return `element ${lead} is not a measurement`;
  const definition = Number.parseInt(reader.take(2), 16);
  if (Number.isNaN(definition)) return null;
  // [SL651 §6.6.3] Five bits of length in bytes, three bits of decimals.
  const [bytes, decimals] = [definition >> 3, definition & 7];
  const data = reader.take(bytes * 2);
  if (data.length < bytes * 2 || bytes === 0) return bytes === 0 ? `element ${lead} has no length` : null;
  if (lead === leads.stepCode) return null;
  if (lead === leads.rain || isLevelSeries(lead)) {
    pushSeries(lead, data, at, observed);
    return null;
  }
  if (lead === leads.status) {
    observed.push({ element: lead, value: Number.parseInt(data, 16), at });
    return null;
  }
  const value = bcdValue(data, decimals);
  if (value === undefined) return `element ${lead} is no BCD: ${data}`;
  observed.push({ element: lead, value, at });
  return null;
}

/** [SL651 appendix C, notes e and f] Rain in 0.1 mm a byte, levels in 0.01 m two bytes each; all ones is invalid. */
function pushSeries(lead: string, data: string, at: number | null, observed: Observed[]): void {
  const [width, decimals] = lead === leads.rain ? [2, 1] : [4, 2];
  for (let index = 0; (index + 1) * width <= data.length; index += 1) {
    const part = data.slice(index * width, (index + 1) * width);
    const value = /^F+$/.test(part) ? null : Number.parseInt(part, 16) / 10 ** decimals;
    observed.push({ element: lead, value, at: at === null ? null : at + index * stepMs, index });
  }
}

/** [SL651 §6.7] Identifiers and values with blanks between: `ST 0012345678 H TT 1807181100 Z 10.490`. */
function readAscii(func: string, text: string): Body {
  const body = begin(text);
  if (body.damage !== null || functions[func]?.carries !== "elements") return body;
  const words = text
    .slice(16)
    .split(/ +/)
    .filter((word) => word !== "");
  let at: number | null = null;
  for (let i = 0; i < words.length && body.damage === null; i += 2) {
    const [name = "", value = ""] = [words[i], words[i + 1]];
    if (name === "ST") {
      body.station = value;
      // The station's type follows its address as a letter of its own.
      const type = words[i + 2] ?? "";
      if (/^[A-Z]$/.test(type)) {
        body.stationType = type;
        i += 1;
      }
    } else if (name === "TT") at = timeOf(value);
    else body.damage = readWord(name, value, at, body.observed);
  }
  return body;
}

function readWord(name: string, text: string, at: number | null, observed: Observed[]): string | null {
  if (/^DR[DHN]\d/.test(name)) return null;
  const element = elementOfMnemonic(name);
  if (element === undefined) return `"${name}" is no element of the standard`;
  const { lead } = element;
  if (lead === leads.rain || isLevelSeries(lead)) {
    if (!/^([0-9A-F]{2})+$/.test(text)) return `${name} is no series: ${text}`;
    pushSeries(lead, text, at, observed);
    return null;
  }
  if (lead === leads.status) {
    if (!/^[0-9A-F]{8}$/.test(text)) return `${name} is no status word: ${text}`;
    observed.push({ element: lead, value: Number.parseInt(text, 16), at });
    return null;
  }
  const isInvalid = /^[A/*-]*$/.test(text) || text === "M";
  if (!isInvalid && !/^[+-]?\d+(\.\d+)?$/.test(text)) return `${name} is no number: ${text}`;
  observed.push({ element: lead, value: isInvalid ? null : Number(text), at });
  return null;
}

class Reader {
  readonly #text: string;
  #at: number;
  ranOut = false;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  take(count: number): string {
    const part = this.#text.slice(this.#at, this.#at + count);
    this.ranOut ||= part.length < count;
    this.#at += count;
    return part;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }
}
