/** Writes the value an alert was raised with, in the words of its point: it brings them, no device is asked for. */
import type { AlertView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { valueText } from "../words/value.ts";

export function useAlertValue(): (alert: AlertView) => string {
  const speech = useSpeech();
  // What a platform's silence or a stranger says is in the alert's own words.
  return ({ value, unit, states, platform }) =>
    platform !== undefined
      ? ""
      : valueText(value, { ...(unit === undefined ? {} : { unit }), ...(states ? { states } : {}) }, speech);
}
