/** All cases together, a tile a figure; touching one shows it in the charts. How each is counted stands below it. */
import type { ScoresView } from "../../../http/views.ts";
import { useWords } from "../../i18n/language.tsx";
import { change, figures } from "../../order/scores.ts";
import { changeText, figureText } from "./figure-text.ts";
import type { Choice } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

type Total = ScoresView["total"];
type Props = { now: Total; then: Total | undefined; choice: Choice };

export function Sums({ now, then, choice }: Props) {
  const words = useWords(statisticsWords);
  return (
    <section className="panel" aria-label={words.figure}>
      <ul className="sums">
        {figures.map((figure) => (
          <li key={figure}>
            <button
              type="button"
              aria-pressed={choice.figure === figure}
              onClick={() => choice.set("figure", figure)}
              title={words.how[figure]}
            >
              <span className="tile-name">{words.figures[figure]}</span>
              <b className="number">{figureText(figure, now[figure], words)}</b>
              {then && (
                <span className="fine">{changeText(figure, change(figure, now[figure], then[figure]), words)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <p className="fine">
        <b>{words.figures[choice.figure]}</b> {words.how[choice.figure]}
      </p>
      <details>
        <summary>{words.howTitle}</summary>
        <dl className="how">
          {figures.map((figure) => (
            <div key={figure}>
              <dt>{words.figures[figure]}</dt>
              <dd>{words.how[figure]}</dd>
            </div>
          ))}
        </dl>
        <p className="fine">{words.hint}</p>
      </details>
    </section>
  );
}
