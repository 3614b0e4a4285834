/** Every figure of every group; a head sorts by its column. */
import { CaretDownOutlined, CaretUpOutlined } from "@ant-design/icons";
import { useState } from "react";
import type { ScoresView } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useWords } from "../../i18n/language.tsx";
import { change, type Figure, figures, type ScoreRow, sortedBy } from "../../order/scores.ts";
import { Panel } from "../../parts/panel.tsx";
import { figureText, shortChange } from "./figure-text.ts";
import type { Choice } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

type Props = { scores: ScoresView; compared: ScoresView | undefined; choice: Choice };

export function ScoreTable({ scores, compared, choice }: Props) {
  const words = useWords(statisticsWords);
  const [sort, setSort] = useState<{ figure: Figure; isDown: boolean } | null>(null);
  const rows = sort ? sortedBy(scores.rows, sort.figure, sort.isDown) : scores.rows;
  const then = new Map(compared?.rows.map((row) => [row.key, row]));
  const turn = (figure: Figure) => setSort({ figure, isDown: sort?.figure === figure ? !sort.isDown : true });
  return (
    <Panel title={words.table}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="echart-table scores" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.groups[choice.by]}</th>
              {figures.map((figure) => (
                <th key={figure} scope="col" aria-sort={ariaSort(sort, figure)}>
                  <button
                    type="button"
                    className="link"
                    onClick={() => turn(figure)}
                    title={words.sortBy(words.figures[figure])}
                  >
                    {words.figures[figure]}
                    {sort?.figure === figure &&
                      (sort.isDown ? <CaretDownOutlined aria-hidden /> : <CaretUpOutlined aria-hidden />)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line key={row.key} row={row} then={then.get(row.key)} />
            ))}
          </tbody>
          <tfoot>
            <Line
              row={{ ...scores.total, key: "", name: words.total }}
              then={compared && { ...compared.total, key: "", name: "" }}
            />
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function ariaSort(sort: { figure: Figure; isDown: boolean } | null, figure: Figure) {
  if (sort?.figure !== figure) return "none" as const;
  return sort.isDown ? ("descending" as const) : ("ascending" as const);
}

function Line({ row, then }: { row: ScoreRow; then: ScoreRow | undefined }) {
  const words = useWords(statisticsWords);
  const called = useCalled();
  return (
    <tr>
      <th scope="row">{called(row.name)}</th>
      {figures.map((figure) => (
        <td key={figure}>
          {figureText(figure, row[figure], words)}
          {then && (
            <span className="fine"> {shortChange(figure, change(figure, row[figure], then[figure]), words)}</span>
          )}
        </td>
      ))}
    </tr>
  );
}
