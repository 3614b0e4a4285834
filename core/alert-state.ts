/** The states of an alert and what moves it between them, after ISA-18.2; shared by the gateway and the hub. */

/** [ISA-18.2, alarm state transition diagram] Unacknowledged, acknowledged, returned to normal unacknowledged, normal. */
export const alertStates = ["unacknowledged", "acknowledged", "returned", "normal"] as const;
export type AlertState = (typeof alertStates)[number];

/** What the sensor says, and what people do. */
export const alertChanges = ["raised", "cleared", "acknowledged", "shelved", "unshelved"] as const;
export type AlertChange = (typeof alertChanges)[number];

/** What the ticket has to hear. */
export type AlertEffect = "report" | "relapse" | "clear";

export type AlertStep = { to: AlertState; effects: readonly AlertEffect[] } | "refused";

const stay = (to: AlertState): AlertStep => ({ to, effects: [] });

/**
 * Every state × change. A raise is a new occurrence: whoever acknowledged the one before has not seen it ("re-alarm"). The
 * return is over once somebody has acknowledged it. Shelving hides an alert and moves nothing: what is beneath goes on.
 */
export const alertSteps: Record<AlertState, Record<AlertChange, AlertStep>> = {
  unacknowledged: {
    raised: stay("unacknowledged"),
    cleared: { to: "returned", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
    shelved: stay("unacknowledged"),
    unshelved: stay("unacknowledged"),
  },
  acknowledged: {
    raised: { to: "unacknowledged", effects: ["relapse"] },
    cleared: { to: "normal", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
    shelved: stay("acknowledged"),
    unshelved: stay("acknowledged"),
  },
  returned: {
    raised: { to: "unacknowledged", effects: ["relapse"] },
    cleared: stay("returned"),
    acknowledged: stay("normal"),
    shelved: stay("returned"),
    unshelved: stay("returned"),
  },
  normal: {
    raised: { to: "unacknowledged", effects: ["report"] },
    cleared: stay("normal"),
    acknowledged: "refused",
    shelved: "refused",
    unshelved: stay("normal"),
  },
};

/** The sensor is past its limit, whoever has seen it. */
export function isInAlarm({ state }: { state: AlertState }): boolean {
  return state === "unacknowledged" || state === "acknowledged";
}

/** [ISA-18.2] Set aside by a person until a time, or by design because another alert explains it: seen, never sounded. */
export const standings = [...alertStates, "shelved", "suppressed"] as const;
export type Standing = (typeof standings)[number];

/** `now` and `shelvedUntil` are wall times; `isExplained`: the alert named as its cause still stands. */
export function standing(
  { state, shelvedUntil }: { state: AlertState; shelvedUntil: number | null },
  isExplained: boolean,
  now: number,
): Standing {
  if (state === "normal") return state;
  if (isExplained) return "suppressed";
  return shelvedUntil !== null && now < shelvedUntil ? "shelved" : state;
}

/** [ISA-18.2] Shelving is for a while: nobody can hide an alert for longer, ms. */
export const mostShelvedMs = 7 * 86_400_000;
