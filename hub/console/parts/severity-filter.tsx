/** Chooses one severity, or all. */
import type { Severity } from "../../../core/rule.ts";
import { useSpeech } from "../i18n/language.tsx";
import { FilterLinks } from "./filter-links.tsx";
import { severityIcons } from "./severity-mark.tsx";

export const severities: Severity[] = [1, 2, 3, 4];

export function SeverityFilter() {
  const { t } = useSpeech();
  const levels = severities.map((severity) => {
    const Icon = severityIcons[severity];
    return {
      value: String(severity),
      text: (
        <>
          <Icon className={`tone-${severity}`} aria-hidden /> {t.severity[severity].short}
        </>
      ),
    };
  });
  return (
    <FilterLinks
      name="severity"
      label={t.severity.label}
      filters={[{ value: "any", text: t.list.anySeverity }, ...levels]}
    />
  );
}
