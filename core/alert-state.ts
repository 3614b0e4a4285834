/** The states of an alert and what moves it between them, after ISA-18.2; shared by the gateway and the hub. */

/** [ISA-18.2, alarm state transition diagram] Unacknowledged, acknowledged, returned to normal unacknowledged, normal. */
export const alertStates = ["unacknowledged", "acknowledged", "returned", "normal"] as const;
export type AlertState = (typeof alertStates)[number];

export type AlertChange = "raised" | "cleared" | "acknowledged";

/** What the ticket has to hear. */
export type AlertEffect = "report" | "relapse" | "clear";

export type AlertStep = { to: AlertState; effects: readonly AlertEffect[] } | "refused";

const stay = (to: AlertState): AlertStep => ({ to, effects: [] });

/** Every state × change. A raise in an open state counts up; the return is over once somebody has acknowledged it. */
export const alertSteps: Record<AlertState, Record<AlertChange, AlertStep>> = {
  unacknowledged: {
    raised: stay("unacknowledged"),
    cleared: { to: "returned", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
  },
  acknowledged: {
    raised: stay("acknowledged"),
    cleared: { to: "normal", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
  },
  returned: {
    raised: { to: "unacknowledged", effects: ["relapse"] },
    cleared: stay("returned"),
    acknowledged: stay("normal"),
  },
  normal: {
    raised: stay("normal"),
    cleared: stay("normal"),
    acknowledged: "refused",
  },
};

/** The sensor is past its limit, whoever has seen it. */
export function isInAlarm({ state }: { state: AlertState }): boolean {
  return state === "unacknowledged" || state === "acknowledged";
}

/** [ISA-18.2] Set aside by a person until a time, or by design because another alert explains it: seen, never sounded. */
export type Standing = AlertState | "shelved" | "suppressed";

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
