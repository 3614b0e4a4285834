/** The function codes this master speaks: what each asks for, and how much of it at most. */

/** `most` is the largest quantity one request may name. */
type Read = { name: string; holds: "bits" | "registers"; most: number };

/** [Application Protocol V1.1b3 §6.1–§6.4] */
export const readFunctions = {
  1: { name: "read coils", holds: "bits", most: 2000 },
  2: { name: "read discrete inputs", holds: "bits", most: 2000 },
  3: { name: "read holding registers", holds: "registers", most: 125 },
  4: { name: "read input registers", holds: "registers", most: 125 },
} as const satisfies Record<number, Read>;

/** [Application Protocol V1.1b3 §6.5, §6.6, §6.12] `from` is the read function that shows what was written. */
export const writeFunctions = {
  5: { name: "write single coil", from: 1 },
  6: { name: "write single register", from: 3 },
  16: { name: "write multiple registers", from: 3 },
} as const;

export type ReadFunction = keyof typeof readFunctions;
export type WriteFunction = keyof typeof writeFunctions;

/** An exception reply carries the request's function code with this bit set [Application Protocol V1.1b3 §7]. */
export const exceptionBit = 0x80;

export function isReadFunction(code: number): code is ReadFunction {
  return code in readFunctions;
}

export function isWriteFunction(code: number): code is WriteFunction {
  return code in writeFunctions;
}
