/** How many open cases of each colour; each leads to its list. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import type { Case } from "../../order/urgency.ts";
import { severities } from "../../parts/severity-filter.tsx";
import { severityIcons } from "../../parts/severity-mark.tsx";

export function SeverityCounts({ cases }: { cases: readonly Case[] }) {
  const { t } = useSpeech();
  return (
    <nav className="counts" aria-label={t.overview.bySeverity}>
      {severities.map((severity) => {
        const count = cases.filter((each) => each.severity === severity).length;
        const Icon = severityIcons[severity];
        return (
          <Link
            key={severity}
            href={`/tickets?severity=${severity}`}
            className={`count ${count > 0 ? `count-${severity}` : "count-none"}`}
            aria-label={`${t.severity[severity].long}：${t.severity.count(count)}`}
          >
            <span className="count-name">
              <Icon aria-hidden /> {t.severity[severity].short}
            </span>
            <b className="number">{count}</b>
          </Link>
        );
      })}
    </nav>
  );
}
