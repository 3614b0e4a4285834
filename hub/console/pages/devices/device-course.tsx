/** How the device's values went, over a stretch of time the address names; keys and buttons move it. */
import Button from "antd/es/button";
import type { DeviceView } from "../../../http/views.ts";
import { windowAfter } from "../../chart/course.ts";
import { spanNames, useWindow } from "../../chart/use-window.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { usePastAlerts } from "./device/queries.ts";
import { usePredecessors } from "./device/use-predecessors.ts";
import { deviceWords } from "./device/words.ts";
import { DeviceChart } from "./device-chart.tsx";

const acts = ["back", "on", "in", "out"] as const;

export function DeviceCourse({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { language } = useSpeech();
  const [shown, show] = useWindow();
  const alerts = usePastAlerts(device.gateway, device.id).data ?? [];
  const predecessors = usePredecessors(device.gateway, device.id);
  const drawn = device.points.filter((point) => point.kind !== "string");
  if (drawn.length === 0) return null;
  const spans = spanNames.map((value) => ({ value, text: words.spans[value] }));
  const compared = (["none", "day", "week"] as const).map((value) => ({ value, text: words.compares[value] }));
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });
  return (
    <Panel title={words.course} className="panel-wide">
      <div className="course-tools">
        <FilterLinks name="span" label={words.span} filters={spans} clears={["from", "to"]} />
        <FilterLinks name="with" label={words.compare} filters={compared} />
        {/* biome-ignore lint/a11y/useSemanticElements: buttons of one purpose, and no form */}
        <div className="course-moves" role="group" aria-label={words.window}>
          {acts.map((act) => (
            <Button key={act} onClick={() => show(windowAfter([shown.from, shown.to], act, now()))}>
              {words.moves[act]}
            </Button>
          ))}
          {!shown.isLive && <Button onClick={() => show(null)}>{words.whole}</Button>}
        </div>
        {!shown.isLive && (
          <span className="dim">
            {moment(shown.from)} – {moment(shown.to)}
          </span>
        )}
      </div>
      {drawn.map((point) => (
        <DeviceChart key={point.id} {...{ device, point, shown, alerts, predecessors }} onZoom={show} />
      ))}
      <p className="fine">{words.zoomHint}</p>
    </Panel>
  );
}
