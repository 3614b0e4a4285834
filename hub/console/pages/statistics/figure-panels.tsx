/** The chosen figure, group by group and month by month. */
import { useMemo } from "react";
import type { ScoresView } from "../../../http/views.ts";
import type { Chart } from "../../chart/chart.ts";
import { EChart } from "../../chart/echart.tsx";
import { useWords } from "../../i18n/language.tsx";
import { shownValue, sortedBy } from "../../order/scores.ts";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { unitOf } from "./figure-text.ts";
import { useScores } from "./queries.ts";
import type { Choice } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

type Props = { scores: ScoresView; compared: ScoresView | undefined; choice: Choice };

/** More bars than these cannot be told apart. */
const most = 12;

export function FigurePanels({ scores, compared, choice }: Props) {
  const words = useWords(statisticsWords);
  const { figure, by } = choice;
  const name = words.figures[figure];
  const trend = useScores("month", choice.year).data;
  const unit = unitOf(figure, words);
  const bars = useMemo((): Chart => {
    const rows = sortedBy(scores.rows, figure, true).slice(0, most);
    const then = new Map(compared?.rows.map((row) => [row.key, row]));
    const of = (values: (number | null)[], title: string) => ({ name: title, values });
    return {
      ...{ kind: "bars", sideways: true, unit },
      categories: rows.map((row) => row.name),
      bars: [
        of(
          rows.map((row) => shownValue(figure, row[figure])),
          choice.month ?? name,
        ),
        ...(compared
          ? [
              of(
                rows.map((row) => shownValue(figure, then.get(row.key)?.[figure] ?? null)),
                choice.compared ?? "",
              ),
            ]
          : []),
      ],
    };
  }, [scores, compared, figure, unit, name, choice.month, choice.compared]);
  const months = useMemo(
    (): Chart => ({
      ...{ kind: "bars", unit, categories: (trend?.rows ?? []).map((row) => row.name) },
      bars: [{ name, values: (trend?.rows ?? []).map((row) => shownValue(figure, row[figure])) }],
    }),
    [trend, figure, unit, name],
  );
  return (
    <div className="figure-panels">
      {by !== "month" && (
        <Panel title={words.bars(name)}>
          <EChart chart={bars} label={words.bars(name)} height={heightOf(bars)} />
          {scores.rows.length > most && <p className="fine">{words.topOnly(most)}</p>}
        </Panel>
      )}
      <Panel title={words.trend(name)}>
        {trend ? <EChart chart={months} label={words.trend(name)} /> : <Waiting rows={5} />}
      </Panel>
    </div>
  );
}

const rowHeight = 34;
const least = 160;

function heightOf(chart: Chart): number {
  return chart.kind === "bars" ? Math.max(least, (chart.categories.length + 1) * rowHeight) : least;
}
