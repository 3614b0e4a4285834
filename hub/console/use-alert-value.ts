/** Writes the value an alert was raised with, in the words of its point. */
import type { AlertView } from "../http/views.ts";
import { useSpeech } from "./i18n/language.tsx";
import { useDevices } from "./queries.ts";
import { valueText } from "./words/value.ts";

export function useAlertValue(): (alert: AlertView) => string {
  const speech = useSpeech();
  const devices = useDevices().data;
  return (alert) => {
    const device = devices?.find((each) => each.gateway === alert.gateway && each.id === alert.device);
    const point = device?.points.find((each) => each.id === alert.point);
    const unit = alert.unit ?? point?.unit;
    const states = point?.states;
    return valueText(alert.value, { ...(unit === undefined ? {} : { unit }), ...(states ? { states } : {}) }, speech);
  };
}
