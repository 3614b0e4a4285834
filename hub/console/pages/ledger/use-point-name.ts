/** What a point of these devices is called; the point of field faults, which no registration names, by its own word. */
import { faultPoint } from "../../../../core/point.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { type Thing, useKnownDevices } from "../../known/use-known-device.ts";

export function usePointName(things: readonly Thing[]): (gateway: string, device: string, point: string) => string {
  const { t, say } = useSpeech();
  const find = useKnownDevices(things);
  return (gateway, device, point) => {
    const known = find({ gateway, device })?.points.find(({ id }) => id === point);
    return known ? say(known.title) : point === faultPoint ? t.ledger.faultPoint : point;
  };
}
