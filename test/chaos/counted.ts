/** What a counting sensor says: its own number, how often it has answered, and whether it is past its limit. Pure. */

const countBits = 20;
const highBit = 2 ** countBits;
const ownShare = 2 ** (countBits + 1);

/** Registers hold whole numbers; the point is in metres and its range is small. */
export const scale = 1e-8;

/** So many answers below the limit, then as many above it. */
export const phase = 12;

/** Whether the answer with this number is past the limit. */
export function isHigh(n: number): boolean {
  return Math.floor(n / phase) % 2 === 1;
}

/** The register value of a sensor's n-th answer: no other answer of any sensor has it. */
export function registerOf(sensor: number, n: number): number {
  return sensor * ownShare + (isHigh(n) ? highBit : 0) + n;
}

/** The limit of a sensor's rule. */
export function limitOf(sensor: number): number {
  return (sensor * ownShare + highBit - 0.5) * scale;
}

/** Which answer of this sensor a stored value is; null when it never said such a thing. */
export function numberOf(sensor: number, value: unknown): number | null {
  if (typeof value !== "number") return null;
  const register = Math.round(value / scale);
  const n = (register - sensor * ownShare) % highBit;
  return n >= 0 && registerOf(sensor, n) === register && Math.abs(register * scale - value) < scale / 100 ? n : null;
}
