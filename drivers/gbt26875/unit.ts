/** The application unit: a type, a count, and objects of one shape each. */
import { timeAt, wordAt } from "./frame.ts";

type System = { system: number; systemAddress: number };
type Part = System & { partType: number; part: number };
/** Ms since 1970 of the device's clock; null where the object has no time, or none that can be. */
type When = { at: number | null };

/** What one object says. */
export type Said = When &
  (
    | ({ kind: "system"; state: number } & System)
    | ({ kind: "part"; state: number; text: string } & Part)
    | ({ kind: "analogue"; analogue: number; raw: number } & Part)
    | ({ kind: "system operation"; state: number; operator: number } & System)
    | ({ kind: "system version" | "system configuration" | "system time"; words: string | null } & System)
    | ({ kind: "part configuration"; words: string | null } & Part)
    | { kind: "transmitter"; state: number }
    | { kind: "transmitter operation"; state: number; operator: number }
    | { kind: "transmitter version" | "transmitter configuration" | "transmitter time"; words: string | null }
  );

/** `bytes`: of the object that begins there; infinite where that is not told. */
type Shape = { bytes(from: Uint8Array): number; read(object: Uint8Array): Said };

const gb18030 = new TextDecoder("gb18030");
/** Bytes of a part's description [GB26875 §8.2.1.2]. */
const textBytes = 31;

const systemOf = (object: Uint8Array): System => ({
  system: object[0] as number,
  systemAddress: object[1] as number,
});
const partOf = (object: Uint8Array): Part => ({
  ...systemOf(object),
  partType: object[2] as number,
  part: (wordAt(object, 3) | (wordAt(object, 5) << 16)) >>> 0,
});
const versionAt = (object: Uint8Array, offset: number) => `${object[offset]}.${object[offset + 1]}`;
const fixed = (bytes: number) => () => bytes;
/** A text with its length in the byte at `offset` before it. */
const counted = (offset: number) => (from: Uint8Array) => offset + 1 + (from[offset] ?? Number.POSITIVE_INFINITY);
const untimed = { at: null };

/** By type; bytes of an object and where its parts stand [GB26875 §8.3.1]. */
const shapes: Readonly<Record<number, Shape>> = {
  /** [GB26875 §8.2.1.1, §8.3.1.1] */
  1: {
    bytes: fixed(10),
    read: (o) => ({ kind: "system", ...systemOf(o), state: wordAt(o, 2), at: timeAt(o, 4) }),
  },
  /** [GB26875 §8.2.1.2, §8.3.1.2] */
  2: {
    bytes: fixed(46),
    read: (o) => ({ kind: "part", ...partOf(o), state: wordAt(o, 7), text: textAt(o, 9), at: timeAt(o, 40) }),
  },
  /** [GB26875 §8.2.1.3, §8.3.1.3] */
  3: {
    bytes: fixed(16),
    read: (o) => ({
      kind: "analogue",
      ...partOf(o),
      analogue: o[7] as number,
      raw: (wordAt(o, 8) << 16) >> 16,
      at: timeAt(o, 10),
    }),
  },
  /** [GB26875 §8.2.1.4, §8.3.1.4] */
  4: {
    bytes: fixed(10),
    read: (o) => ({
      kind: "system operation",
      ...systemOf(o),
      state: o[2] as number,
      operator: o[3] as number,
      at: timeAt(o, 4),
    }),
  },
  /** [GB26875 §8.2.1.5, §8.3.1.5] */
  5: {
    bytes: fixed(4),
    read: (o) => ({ kind: "system version", ...systemOf(o), words: versionAt(o, 2), ...untimed }),
  },
  /** [GB26875 §8.2.1.6, §8.3.1.6] */
  6: {
    bytes: counted(2),
    read: (o) => ({ kind: "system configuration", ...systemOf(o), words: textAt(o, 3, o.length - 3), ...untimed }),
  },
  /** [GB26875 §8.2.1.7, §8.3.1.7] */
  7: {
    bytes: fixed(38),
    read: (o) => ({ kind: "part configuration", ...partOf(o), words: textAt(o, 7), ...untimed }),
  },
  /** [GB26875 §8.3.1.8] */
  8: {
    bytes: fixed(8),
    read: (o) => ({ kind: "system time", ...systemOf(o), words: clockAt(o, 2), ...untimed }),
  },
  /** [GB26875 §8.2.1.8, §8.3.1.9] */
  21: {
    bytes: fixed(7),
    read: (o) => ({ kind: "transmitter", state: o[0] as number, at: timeAt(o, 1) }),
  },
  /** [GB26875 §8.2.1.9, §8.3.1.10] */
  24: {
    bytes: fixed(8),
    read: (o) => ({ kind: "transmitter operation", state: o[0] as number, operator: o[1] as number, at: timeAt(o, 2) }),
  },
  /** [GB26875 §8.2.1.10, §8.3.1.11] */
  25: { bytes: fixed(2), read: (o) => ({ kind: "transmitter version", words: versionAt(o, 0), ...untimed }) },
  /** [GB26875 §8.2.1.11, §8.3.1.12] */
  26: {
    bytes: counted(0),
    read: (o) => ({ kind: "transmitter configuration", words: textAt(o, 1, o.length - 1), ...untimed }),
  },
  /** [GB26875 §8.3.1.13] */
  28: { bytes: fixed(6), read: (o) => ({ kind: "transmitter time", words: clockAt(o, 0), ...untimed }) },
};

export type Unit = { type: number; count: number; said: Said[]; damage: string | null };

/** Null for a unit without type and count: makers log in with none or one byte. */
export function readUnit(bytes: Uint8Array): Unit | null {
  const [type, count] = bytes;
  if (type === undefined || count === undefined) return null;
  const shape = shapes[type];
  if (shape === undefined) return { type, count, said: [], damage: null };
  const objects = objectsOf(bytes.subarray(2), shape);
  const said = objects.slice(0, count).map(shape.read);
  const isKept = objects.length >= count && objects.slice(count).every(isPadding);
  const damage = isKept ? null : `type ${type} tells of ${count} objects and has ${objects.length}`;
  return { type, count, said, damage };
}

/** Zeros behind the last object are no object; anything else there might be an alarm that is not read. */
const isPadding = (object: Uint8Array) => object.every((byte) => byte === 0);

/** As many whole objects as there are. */
function objectsOf(bytes: Uint8Array, { bytes: bytesOf }: Shape): Uint8Array[] {
  const objects: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + bytesOf(bytes.subarray(at));
    if (end > bytes.length) break;
    objects.push(bytes.subarray(at, end));
    at = end;
  }
  return objects;
}

/** GB 18030, zeros after the text [GB26875 §8.2.1.2]. */
function textAt(object: Uint8Array, offset: number, length = textBytes): string {
  const field = object.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return gb18030.decode(end < 0 ? field : field.subarray(0, end)).trim();
}

/** A clock without a zone: `2012-09-26T09:58:02`; null for no such time. */
function clockAt(object: Uint8Array, offset: number): string | null {
  const time = timeAt(object, offset);
  return time === null ? null : new Date(time).toISOString().slice(0, 19);
}
