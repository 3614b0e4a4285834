/** A bench's result: rows of figures with their unit, their target and what they are compared with. */

export type Row = { figure: string; value: number; unit: string; target?: string; met?: boolean };
export type Table = { title: string; machine: string; rows: Row[] };
export type Bench = () => Promise<Table>;

export function printTable(name: string, { title, machine, rows }: Table): string {
  const lines = rows.map(({ figure, value, unit, target, met }) => {
    const verdict = target === undefined ? "" : `  target ${target}: ${met ? "met" : "MISSED"}`;
    return `  ${figure.padEnd(52)}${value.toPrecision(3).padStart(9)} ${unit.padEnd(6)}${verdict}`;
  });
  return `${name}: ${title}\n  on ${machine}\n${lines.join("\n")}\n\n`;
}

/** The value below which `share` (0…1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
