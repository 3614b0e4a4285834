/** What a person may be allowed to do here. Which role has which is data: the rulebook's table of roles. */

/** Each route names one of these, or says that it is open. */
export const rights = [
  /** See what is wrong, and what was measured: alerts, tickets, devices, gateways, tasks. */
  "look",
  /** Acknowledge and shelve alerts. */
  "alerts",
  /** Move tickets on, and report cases. */
  "tickets",
  /** Call people of several units together 协同处突, and end that. */
  "joint",
  /** Say yes or no where two people must. */
  "review",
  /** Give devices and gateways their place, class, owner, life cycle; import the inventory. */
  "registry",
  /** Install gateways: codes, certificates, keys, commands, their configuration. */
  "gateways",
  /** Switch between everyday and typhoon. */
  "posture",
  /** Import tables of the rulebook. */
  "rulebook",
  /** Channels' secrets, and trying them. */
  "notify",
  /** Connect the district centre, and reconcile with it. */
  "district",
  /** Edit and run flows. */
  "flows",
  /** The operations ledgers 台账. */
  "ledgers",
  /** Scores, statistics, and files of them. */
  "statistics",
  /** People, roles, their areas, their tokens. */
  "people",
  /** Read the audit trail. */
  "audit",
] as const;
export type Right = (typeof rights)[number];
