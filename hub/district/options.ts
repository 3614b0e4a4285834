/** What the line to the district is opened with. */
import type { Logger } from "pino";
import type { Changes } from "../changes.ts";
import type { Store, Tables } from "../store/store.ts";

export type DistrictOptions = {
  store: Store;
  /** The hub's data folder; its identity and its card for the district lie in `district/` below it. */
  data: string;
  /** Where the district's callbacks come, by mutual TLS. */
  host: string;
  port: number;
  /** A file with the centre's card; connects it at the start while nobody imported another. */
  cardFile?: string | undefined;
  /** Reads and writes, then tells who listens: `(work) => act(deps, work)`. */
  act<Result>(work: (tables: Tables, changes: Changes) => Promise<Result>): Promise<Result>;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; spreads the tries of many. */
  random(): number;
  log: Logger;
};
