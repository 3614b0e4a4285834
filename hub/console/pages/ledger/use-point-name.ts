/** What a point of a device is called; the point of field faults, which no registration names, by its own word. */
import { faultPoint } from "../../../../core/point.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useDevices } from "../../queries.ts";

export function usePointName(): (gateway: string, device: string, point: string) => string {
  const { t, say } = useSpeech();
  const devices = useDevices().data ?? [];
  return (gateway, device, point) => {
    const row = devices.find((each) => each.gateway === gateway && each.id === device);
    const known = row?.points.find(({ id }) => id === point);
    return known ? say(known.title) : point === faultPoint ? t.ledger.faultPoint : point;
  };
}
