/** A bench's result: rows of figures with their unit, their target and what they are compared with. */

/** `value` is the median where `min` and `max` are given. */
export type Row = {
  figure: string;
  value: number;
  unit: string;
  min?: number;
  max?: number;
  target?: string;
  met?: boolean;
};
export type Table = { title: string; machine: string; rows: Row[] };
/** `number`: what stood behind `=` on the command line, for benches that take one. */
export type Bench = (number?: number) => Promise<Table>;

/** What a figure is held against; the median decides. */
export type Target = { most: number } | { least: number };

/** A row of repeated measurements. */
export function spread(figure: string, samples: readonly number[], unit: string, target?: Target): Row {
  const value = percentile(samples, 0.5);
  const row = { figure, value, unit, min: Math.min(...samples), max: Math.max(...samples) };
  if (target === undefined) return row;
  const text = "most" in target ? `≤ ${target.most}` : `≥ ${target.least}`;
  const met = "most" in target ? value <= target.most : value >= target.least;
  return { ...row, target: `${text} ${unit}`.trim(), met };
}

/** The ratio of two rows measured side by side, round by round. */
export function ratio(figure: string, ours: readonly number[], peer: readonly number[], target?: Target): Row {
  return spread(
    `ratio: ${figure}`,
    ours.map((value, i) => value / (peer[i] as number)),
    "",
    target,
  );
}

/** Of a measured table: when, and what load the machine had before. */
type Measured = Table & { date: string; load: number };

export function printTable(name: string, { title, machine, date, load, rows }: Measured): string {
  const width = Math.max(...rows.map(({ figure }) => figure.length)) + 1;
  const lines = rows.map((row) => {
    const verdict = row.target === undefined ? "" : `  target ${row.target}: ${row.met ? "met" : "MISSED"}`;
    return `  ${row.figure.padEnd(width)}${numbersOf(row).padStart(28)} ${row.unit.padEnd(9)}${verdict}`;
  });
  const where = `${date.slice(0, 16)}Z on ${machine}, load before ${load}; min / median / max where there are three`;
  return `${name}: ${title}\n  ${where}\n${lines.join("\n")}\n\n`;
}

/** A line for each figure whose target was missed. */
export function missedIn(name: string, { rows }: Table): string[] {
  const missed = rows.filter(({ target, met }) => target !== undefined && met !== true);
  return missed.map((row) => `${name}: ${row.figure}: ${numbersOf(row)} ${row.unit}, target ${row.target}`);
}

function numbersOf({ value, min, max }: Row): string {
  const numbers = min === undefined || max === undefined ? [value] : [min, value, max];
  return numbers.map(short).join(" / ");
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : value.toPrecision(3);
}

/** The value below which `share` (0…1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
