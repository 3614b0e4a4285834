/** How the device's values went, over a span the address names. */
import { useSearch } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { PointChart } from "../../chart/point-chart.tsx";
import { type Span, spans } from "../../chart/use-series.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useAlerts } from "../../queries.ts";

const names = Object.keys(spans) as Span[];

export function DeviceCourse({ device }: { device: DeviceView }) {
  const { t } = useSpeech();
  const asked = new URLSearchParams(useSearch()).get("span");
  const span = names.find((name) => name === asked) ?? "hour";
  const alerts = (useAlerts("all").data ?? []).filter(
    (alert) => alert.gateway === device.gateway && alert.device === device.id,
  );
  const drawn = device.points.filter((point) => point.kind !== "string");
  if (drawn.length === 0) return null;
  const filters = names.map((value) => ({ value, text: t.device.spans[value] }));
  return (
    <Panel
      title={t.device.course}
      side={<FilterLinks name="span" label={t.device.span} filters={filters} />}
      className="panel-wide"
    >
      {drawn.map((point) => (
        <PointChart key={point.id} device={device} point={point} span={span} alerts={alerts} />
      ))}
    </Panel>
  );
}
