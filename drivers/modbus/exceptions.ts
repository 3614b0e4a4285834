/** The exception codes a device may answer with, by their standard names [Application Protocol V1.1b3 §7]. */

export const exceptions: Readonly<Record<number, string>> = {
  1: "illegal function",
  2: "illegal data address",
  3: "illegal data value",
  4: "server device failure",
  5: "acknowledge",
  6: "server device busy",
  8: "memory parity error",
  10: "gateway path unavailable",
  11: "gateway target device failed to respond",
};

/** `exception 2 illegal data address`; a code outside the standard is named as such. */
export function exceptionText(code: number): string {
  return `exception ${code} ${exceptions[code] ?? "not in the standard"}`;
}
