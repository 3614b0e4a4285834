/** Numbers and times as SL 651-2014 writes them: BCD with marks for what is invalid. */

/** [SL651 §6.6.4] Null for a value the station itself calls invalid (all A or all F), undefined for no BCD. `decimals` is the number of decimal digits. */
export function bcdValue(digits: string, decimals: number): number | null | undefined {
  if (/^(A+|F+)$/.test(digits)) return null;
  // A leading FF is the sign of a negative value.
  const isNegative = digits.length > 2 && digits.startsWith("FF");
  const number = isNegative ? digits.slice(2) : digits;
  if (!/^[0-9]+$/.test(number)) return undefined;
  const value = Number(number) / 10 ** decimals;
  return isNegative ? -value : value;
}

/** `YYMMDDHHmmss`, or without seconds, as ms since 1970 of the station's own clock, which has no zone; null for no such time. */
export function timeOf(digits: string): number | null {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(digits);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? at : null;
}
