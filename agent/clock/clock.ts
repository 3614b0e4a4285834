/** The gateway's two clocks: durations on the monotonic one, stamps on the wall clock, which is trusted only once confirmed. */

export type Clock = {
  /** Random id of this run: the hub tells runs apart by it. */
  readonly boot: string;
  /** Number of this run; it grows with each start and is kept in each record. */
  readonly bootCount: number;
  /** ms, only ever forward; compares within one boot of the machine. */
  monotonic(): number;
  /** ms since 1970, whole. It goes on with the monotonic clock: setting the machine's date does not move it by itself. */
  wall(): number;
  /** Whether the wall clock was confirmed. */
  trust(): "synced" | "estimated";
  /** The hub told its time, ms since 1970. */
  hear(hubTime: number): void;
  /** Calls back once after `ms`; returns the cancel. */
  after(ms: number, callback: () => void): () => void;
  /** The stamp set right, when by now it is known what time it was. */
  backdate<Kind extends Dated>(record: Kind): Kind;
};

/** `at` in ms since 1970, `quality` bits as in core/quality.ts, and when it was on the monotonic clock of which boot. */
export type Dated = { at: number; quality: number; boot: number; mono: number };
