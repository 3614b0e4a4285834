/** How far the street is covered: known, connected, healthy, shared; each a part of the first. */
import type { OverviewView } from "../../../http/overview-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { overviewWords } from "./words.ts";

export function CoveragePanel({ coverage }: { coverage: OverviewView["coverage"] }) {
  const words = useWords(overviewWords);
  const { known, connected, healthy, shared } = coverage;
  const rows: [name: string, count: number | undefined][] = [
    [words.known, known],
    [words.connected, connected],
    [words.healthy, healthy],
    [words.shared, shared],
  ];
  return (
    <Panel title={words.coverage}>
      <dl className="coverage">
        {rows.map(
          ([name, count]) =>
            count !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <b className="number">{count}</b>
                  {name !== words.known && known > 0 && (
                    <span className="dim"> {Math.round((100 * count) / known)}%</span>
                  )}
                </dd>
                <dd className="coverage-bar">
                  <progress max={Math.max(1, known)} value={count} aria-label={name} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </Panel>
  );
}
