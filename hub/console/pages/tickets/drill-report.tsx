/** How a drill went from step to step, to print and to keep. */
import Button from "antd/es/button";
import type { DrillReport as Report } from "../../../http/views.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";

export function DrillReport({ report }: { report: Report }) {
  const { t, language } = useSpeech();
  const { raisedAt, receivedAt, acknowledgedAt, acknowledgedBy, clearedAt, hops } = report;
  const nameOf = useNames([acknowledgedBy]);
  const moment = (at: number) => momentText(at, now(), language);
  const span = (ms: number | undefined) => (ms === undefined ? t.drill.notYet : t.drill.ms(shortNumber(ms)));
  const seen =
    acknowledgedAt === undefined ? t.drill.nobody : `${moment(acknowledgedAt)} ${nameOf(acknowledgedBy ?? "")}`;
  return (
    <Panel title={t.drill.report} side={<Button onClick={() => window.print()}>{t.drill.print}</Button>}>
      <Facts
        facts={[
          { name: t.drill.raised, value: moment(raisedAt) },
          { name: t.drill.shown, value: span(hops?.shownMs) },
          { name: t.drill.journaled, value: span(hops?.journaledMs) },
          { name: t.drill.atHub, value: span(hops?.hubMs) },
          { name: t.drill.received, value: moment(receivedAt) },
          { name: t.drill.seen, value: seen },
          { name: t.drill.cleared, value: clearedAt === undefined ? t.drill.running : moment(clearedAt) },
        ]}
      />
      <p className="fine under-facts">{t.drill.clocks}</p>
    </Panel>
  );
}

/** Ten milliseconds and more need no fraction. */
function shortNumber(ms: number): string {
  return ms >= 10 ? String(Math.round(ms)) : ms.toFixed(1);
}
