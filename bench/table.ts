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
/** `arg`: the number behind `=` on the command line, for benches that say so in the README. */
export type Bench = (arg?: number) => Promise<Table>;

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

export function printTable(name: string, { title, machine, rows }: Table): string {
  const width = Math.max(...rows.map(({ figure }) => figure.length)) + 1;
  const lines = rows.map(({ figure, value, unit, min, max, target, met }) => {
    const numbers = min === undefined || max === undefined ? [value] : [min, value, max];
    const verdict = target === undefined ? "" : `  target ${target}: ${met ? "met" : "MISSED"}`;
    return `  ${figure.padEnd(width)}${numbers.map(short).join(" / ").padStart(28)} ${unit.padEnd(9)}${verdict}`;
  });
  return `${name}: ${title}\n  on ${machine}; min / median / max where there are three\n${lines.join("\n")}\n\n`;
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : value.toPrecision(3);
}

/** The value below which `share` (0…1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
