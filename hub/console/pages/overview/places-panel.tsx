/** Where it is wrong, the worst place first; each leads to its tickets. */
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { overviewWords } from "./words.ts";

const most = 6;

export function PlacesPanel({ areas }: { areas: OverviewView["areas"] }) {
  const words = useWords(overviewWords);
  return (
    <Panel title={words.places} side={<Link href="/map">{words.map}</Link>}>
      {areas.length === 0 && <p className="dim">{words.noPlaces}</p>}
      <ul className="places">
        {areas.slice(0, most).map(({ area, name, above, worst, alerts, tickets, overdue }) => (
          <li key={area}>
            <Link href={area === null ? "/tickets" : `/tickets?area=${encodeURIComponent(area)}`}>
              <span className="places-name">
                <b>{name}</b>
                {above !== undefined && <span className="dim"> {above}</span>}
                <span className="places-counts">
                  {words.placeCounts(alerts, tickets)}
                  {overdue > 0 && <b className="tone-1"> · {words.lateOf(overdue)}</b>}
                </span>
              </span>
              <SeverityMark severity={worst} />
            </Link>
          </li>
        ))}
      </ul>
      {areas.length > most && <p className="fine">{words.morePlaces(areas.length - most)}</p>}
    </Panel>
  );
}
