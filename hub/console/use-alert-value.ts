/** Writes the value an alert was raised with, in the words of its point. */
import type { AlertView } from "../http/views.ts";
import { useSpeech } from "./i18n/language.tsx";
import { useKnownDevice } from "./use-known-device.ts";
import { valueText } from "./words/value.ts";

type About = Pick<AlertView, "unit"> & { gateway?: string; device?: string };

/** Of alerts of this device. One that says its unit needs nothing else. */
export function useAlertValue(about: About): (alert: AlertView) => string {
  const speech = useSpeech();
  const device = useKnownDevice(about, about.unit === undefined).data;
  return (alert) => {
    const point = device?.points.find((each) => each.id === alert.point);
    const unit = alert.unit ?? point?.unit;
    const states = point?.states;
    return valueText(alert.value, { ...(unit === undefined ? {} : { unit }), ...(states ? { states } : {}) }, speech);
  };
}
