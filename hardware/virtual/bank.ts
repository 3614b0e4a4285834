/** What a Modbus unit holds: four tables of addressed values, as its slave sees them. */

export type Table = "coil" | "discrete" | "input" | "holding";

/** Whether a value may be written: the two refusals are the exceptions 2 and 3. */
export type Verdict = "yes" | "no-address" | "bad-value";

export type Bank = {
  /** 0 or 1 for bits, 0..65535 for registers; null where there is nothing. */
  read(table: Table, address: number): number | null;
  accepts(table: Table, address: number, value: number): Verdict;
  /** Only after `accepts` said yes. */
  write(table: Table, address: number, value: number): void;
};
