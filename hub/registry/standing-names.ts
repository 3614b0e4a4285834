/** The words for what can be said about a device now; the console shows them too. */

/**
 * `well`: heard as often as it speaks, without a fault. `silent`: its gateway is there, it is not. `unknown`: its gateway is
 * not there, or it never told. `quarantine`: it is not registered.
 */
export const standingNames = ["well", "silent", "fault", "unknown", "quarantine"] as const;
export type Standing = (typeof standingNames)[number];
