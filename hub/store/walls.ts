/** Wall screens: each looks by a link of its own, which somebody made and may end. */

export type WallRow = {
  id: string;
  /** Where it hangs, as people call it. */
  name: string;
  by: string;
  at: number;
  lastSeen: number | null;
  /** Areas it shows; null: all. */
  areas: readonly string[] | null;
};

/** Only the hash of a link's secret is kept. */
export type Walls = {
  add(row: Omit<WallRow, "lastSeen"> & { hash: string }): Promise<void>;
  find(hash: string): Promise<WallRow | null>;
  /** Newest first. */
  list(): Promise<WallRow[]>;
  see(id: string, now: number): Promise<void>;
  /** Whether there was one. */
  remove(id: string): Promise<boolean>;
};
