/** When alerts come, by hour and weekday, and how busy each scene was, month by month. */
import { useMemo } from "react";
import type { Chart } from "../../chart/chart.ts";
import { EChart } from "../../chart/echart.tsx";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useActivity } from "./queries.ts";
import type { Choice } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

const hours = Array.from({ length: 24 }, (_, hour) => String(hour));

export function ActivityPanels({ choice }: { choice: Choice }) {
  const words = useWords(statisticsWords);
  const { say } = useSpeech();
  const { data: now, error, refetch } = useActivity(choice.span);
  const { data: year } = useActivity(choice.year);
  const heat = useMemo((): Chart => {
    const counts = new Map(now?.hours.map(({ weekday, hour, count }) => [weekday * 24 + hour, count]));
    const cells = words.weekdays.flatMap((_, row) =>
      hours.map((__, column): [number, number, number | null] => [column, row, counts.get(row * 24 + column) ?? 0]),
    );
    return { kind: "heat", columns: hours, rows: words.weekdays, cells, unit: words.alerts };
  }, [now, words]);
  const scenes = useMemo((): Chart => {
    const months = year?.scenes[0]?.months.map(({ month }) => month) ?? [];
    const bars = (year?.scenes ?? []).map(({ title, months: counts }) => ({
      name: say(title),
      values: counts.map(({ cases }) => cases),
    }));
    return { kind: "bars", categories: months, bars, unit: words.count };
  }, [year, words, say]);
  if (error && !now) return <Failure error={error} retry={() => void refetch()} />;
  if (!now) return <Waiting rows={5} />;
  return (
    <div className="figure-panels">
      <Panel title={words.heat}>
        <EChart chart={heat} label={words.heat} />
        <p className="fine">{words.heatHow}</p>
      </Panel>
      <Panel title={words.scenes}>
        <EChart chart={scenes} label={words.scenes} />
        <p className="fine">{words.scenesHow}</p>
      </Panel>
    </div>
  );
}
