/** The application unit: a type, a count, and objects of one shape each. */
import { timeAt, wordAt } from "./frame.ts";

/** What one object says. `at`: ms since 1970 of the device's clock; null where it says none. */
export type Said =
  | {
      kind: "part";
      system: number;
      systemAddress: number;
      partType: number;
      part: number;
      state: number;
      text: string;
      at: number | null;
    }
  | {
      kind: "analogue";
      system: number;
      systemAddress: number;
      partType: number;
      part: number;
      analogue: number;
      raw: number;
      at: number | null;
    }
  | { kind: "system"; system: number; systemAddress: number; state: number; at: number | null }
  | { kind: "transmitter"; state: number; at: number | null }
  | {
      kind: "system operation";
      system: number;
      systemAddress: number;
      state: number;
      operator: number;
      at: number | null;
    }
  | { kind: "transmitter operation"; state: number; operator: number; at: number | null };

type Shape = { bytes: number; read(object: Uint8Array): Said };

const gb18030 = new TextDecoder("gb18030");

const partOf = (object: Uint8Array) => ({
  system: object[0] as number,
  systemAddress: object[1] as number,
  partType: object[2] as number,
  part: (wordAt(object, 3) | (wordAt(object, 5) << 16)) >>> 0,
});
const systemOf = (object: Uint8Array) => ({ system: object[0] as number, systemAddress: object[1] as number });

/** [GB26875 §8.2.1, §8.3] By type. What is not here is acknowledged and not read: versions, configurations, clocks. */
const shapes: Readonly<Record<number, Shape>> = {
  1: { bytes: 10, read: (o) => ({ kind: "system", ...systemOf(o), state: wordAt(o, 2), at: timeAt(o, 4) }) },
  2: {
    bytes: 46,
    read: (o) => ({
      kind: "part",
      ...partOf(o),
      state: wordAt(o, 7),
      text: textOf(o.subarray(9, 40)),
      at: timeAt(o, 40),
    }),
  },
  3: {
    bytes: 16,
    read: (o) => ({
      kind: "analogue",
      ...partOf(o),
      analogue: o[7] as number,
      raw: (wordAt(o, 8) << 16) >> 16,
      at: timeAt(o, 10),
    }),
  },
  4: {
    bytes: 10,
    read: (o) => ({
      kind: "system operation",
      ...systemOf(o),
      state: o[2] as number,
      operator: o[3] as number,
      at: timeAt(o, 4),
    }),
  },
  21: { bytes: 7, read: (o) => ({ kind: "transmitter", state: o[0] as number, at: timeAt(o, 1) }) },
  24: {
    bytes: 8,
    read: (o) => ({ kind: "transmitter operation", state: o[0] as number, operator: o[1] as number, at: timeAt(o, 2) }),
  },
};

export type Unit = { type: number; count: number; said: Said[]; damage: string | null };

/** Null for a unit without type and count: makers log in with none or one byte. */
export function readUnit(bytes: Uint8Array): Unit | null {
  const [type, count] = bytes;
  if (type === undefined || count === undefined) return null;
  const shape = shapes[type];
  if (shape === undefined) return { type, count, said: [], damage: null };
  const whole = Math.min(count, Math.floor((bytes.length - 2) / shape.bytes));
  const said = Array.from({ length: whole }, (_, i) =>
    shape.read(bytes.subarray(2 + i * shape.bytes, 2 + (i + 1) * shape.bytes)),
  );
  const damage = whole < count ? `type ${type} tells of ${count} objects and has ${whole}` : null;
  return { type, count, said, damage };
}

/** [GB26875 §8.2.1.2] 31 bytes of GB 18030, zeros after the text. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return gb18030.decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}
