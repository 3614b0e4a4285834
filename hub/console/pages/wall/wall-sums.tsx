/** The counts on the wall: tickets by severity, devices, gateways, coverage. */
import type { OverviewView } from "../../../http/overview-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { severityIcons } from "../../parts/severity-mark.tsx";
import { wallWords } from "./words.ts";

export function WallSums({ overview: { tickets, devices, gateways, coverage } }: { overview: OverviewView }) {
  const { t } = useSpeech();
  const words = useWords(wallWords);
  const all = gateways.online + gateways.offline + gateways.unknown;
  const ill = (["fault", "quarantine", "unknown", "silent"] as const).filter((name) => devices[name] > 0);
  return (
    <section className="wall-sums" aria-label={words.counts}>
      <ul className="wall-counts">
        {tickets.bySeverity.map(({ severity, open }) => {
          const Icon = severityIcons[severity];
          return (
            <li key={severity} className={open > 0 ? `count-${severity}` : "count-none"}>
              <span>
                <Icon aria-hidden /> {t.severity[severity].short}
              </span>
              <b className="number">{open}</b>
            </li>
          );
        })}
      </ul>
      <p className="wall-late">
        {tickets.overdue > 0 && <b className="time-over">{words.overdue(tickets.overdue)}</b>}
        {tickets.soon > 0 && <b className="tone-2">{words.soon(tickets.soon)}</b>}
      </p>
      <dl className="wall-facts">
        <div>
          <dt>{words.devices}</dt>
          <dd>
            <b className="wall-well number">{devices.well}</b> {words.standings.well}
            {ill.map((name) => (
              <span key={name}>
                <b className="number">{devices[name]}</b> {words.standings[name]}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{words.gateways}</dt>
          <dd>
            <b className="number">{gateways.online}</b> / {all}
          </dd>
        </div>
        <div>
          <dt>{words.coverage}</dt>
          <dd className="number">
            {coverage.known} / {coverage.connected} / {coverage.healthy}
          </dd>
        </div>
      </dl>
    </section>
  );
}
