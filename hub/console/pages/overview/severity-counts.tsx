/** How many open tickets of each colour, and how many of them are late; each leads to its list. */
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { severityIcons } from "../../parts/severity-mark.tsx";
import { overviewWords } from "./words.ts";

export function SeverityCounts({ counts }: { counts: OverviewView["tickets"]["bySeverity"] }) {
  const { t } = useSpeech();
  const words = useWords(overviewWords);
  return (
    <nav className="counts" aria-label={words.bySeverity}>
      {counts.map(({ severity, open, overdue }) => {
        const Icon = severityIcons[severity];
        return (
          <Link
            key={severity}
            href={`/tickets?severity=${severity}`}
            className={`count ${open > 0 ? `count-${severity}` : "count-none"}`}
          >
            <span className="count-name">
              <Icon aria-hidden /> {t.severity[severity].short}
            </span>{" "}
            <b className="number">{open}</b>{" "}
            {open > 0 && <span className="count-late">{overdue > 0 ? words.lateOf(overdue) : words.noneLate}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
