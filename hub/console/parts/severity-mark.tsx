/** A severity: colour, shape and word together, never one alone. */
import { AlertFilled, ExclamationCircleFilled, InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import type { Severity } from "../../../core/rule.ts";
import { useSpeech } from "../i18n/language.tsx";

export const severityIcons = { 1: AlertFilled, 2: WarningFilled, 3: ExclamationCircleFilled, 4: InfoCircleFilled };

/** `quiet`: outlined, for what is over. */
export function SeverityMark({ severity, quiet = false }: { severity: Severity; quiet?: boolean }) {
  const { t } = useSpeech();
  const Icon = severityIcons[severity];
  return (
    <span className={`severity ${quiet ? "severity-quiet" : `severity-${severity}`}`} title={t.severity[severity].long}>
      <Icon aria-hidden />
      {t.severity[severity].short}
    </span>
  );
}
