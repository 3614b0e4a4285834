/** How long each of the device's batteries still lasts, and how sure that is. */
import type { DeviceView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { emptyAt, type Forecast, forecastOf, isBattery } from "../../order/battery-forecast.ts";
import { Failure } from "../../parts/failure.tsx";
import { LiveValue } from "../../parts/live-value.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useBatteryLevels } from "./device/queries.ts";
import { deviceWords } from "./device/words.ts";

type Point = DeviceView["points"][number];
type Words = (typeof deviceWords)["zh-CN"];

const monthDays = 30;

export function DeviceBattery({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const batteries = device.points.filter(isBattery);
  if (batteries.length === 0) return null;
  return (
    <Panel title={words.battery}>
      {batteries.map((point) => (
        <Battery key={point.id} device={device} point={point} />
      ))}
      <p className="fine">{words.batteryHow}</p>
    </Panel>
  );
}

function Battery({ device, point }: { device: DeviceView; point: Point }) {
  const words = useWords(deviceWords);
  const { say } = useSpeech();
  const levels = useBatteryLevels(device.gateway, device.id, point.id);
  if (levels.error && !levels.data) return <Failure error={levels.error} retry={() => void levels.refetch()} />;
  if (!levels.data) return <Waiting rows={2} />;
  const { head, more } = saidOf(forecastOf(levels.data, emptyAt(point.unit)), words);
  return (
    <div className="forecast">
      <span className="dim">{say(point.title)}</span> <LiveValue point={point} freshMs={device.freshMs} />
      <b>{head}</b>
      {more !== "" && <span>{more}</span>}
    </div>
  );
}

function saidOf(forecast: Forecast, words: Words): { head: string; more: string } {
  if (forecast.kind === "few") return { head: words.batteryFew(forecast.days, forecast.leastDays), more: "" };
  if (forecast.kind === "steady") return { head: words.batterySteady, more: "" };
  const { days, least, most } = forecast;
  const [head, from] = [words.batteryFalls(timeOf(days, words)), timeOf(least, words)];
  if (most === null) return { head, more: words.batteryAtLeast(from) };
  const to = timeOf(most, words);
  // As months they may be the same: then days tell them apart.
  const [early, late] = from === to ? [words.days(Math.round(least)), words.days(Math.round(most))] : [from, to];
  return { head, more: words.batteryBetween(early, late) };
}

/** Days as long as they can be counted on fingers, then months. */
function timeOf(days: number, words: Words): string {
  return days < 2 * monthDays ? words.days(days) : words.months(Math.round(days / monthDays));
}
