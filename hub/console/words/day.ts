/** Days as a date field writes them, `2026-11-24`, by the clock of the place: Beijing time, as the files are written. */

const zoneMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

export function dayOf(at: number): string {
  return new Date(at + zoneMs).toISOString().slice(0, 10);
}

export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - zoneMs;
}

/** Where the next day begins: the end of a range that includes this one. */
export function dayAfter(day: string): number {
  return dayStart(day) + dayMs;
}
