/** The quality bits of a reading: how far its time and its value can be trusted. */

export const quality = {
  /** Measured, under a synchronised clock. */
  good: 0,
  /** The stamp was set right after the gateway's first clock sync. */
  backdated: 1,
  /** The stamp comes from a clock that was not synchronised. */
  estimated: 2,
  /** The value stands for many: what thinning kept of a window. */
  summary: 4,
} as const;

/** Every defined bit; a batch with others is refused. */
export const qualityMask = 7;
