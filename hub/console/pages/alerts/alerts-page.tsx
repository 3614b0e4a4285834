/** Alerts: what is still open first, the gravest and longest waiting on top. */
import { useSpeech } from "../../i18n/language.tsx";
import { byChange, byGravity } from "../../order/urgency.ts";
import { Failure } from "../../parts/failure.tsx";
import { OpenFilter, useWhich } from "../../parts/open-filter.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityFilter, useChosenSeverity } from "../../parts/severity-filter.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useAlerts } from "../../queries.ts";
import { AlertList } from "./alert-list.tsx";

export function AlertsPage() {
  const { t } = useSpeech();
  return (
    <Page title={t.alerts.title}>
      <div className="filter-row">
        <OpenFilter />
        <SeverityFilter />
      </div>
      <Alerts />
    </Page>
  );
}

function Alerts() {
  const { t } = useSpeech();
  const which = useWhich();
  const severity = useChosenSeverity();
  const alerts = useAlerts(which);
  if (alerts.error && !alerts.data) return <Failure error={alerts.error} retry={() => void alerts.refetch()} />;
  if (!alerts.data) return <Waiting rows={8} />;
  const chosen = alerts.data.filter((alert) => severity === null || alert.severity === severity);
  if (chosen.length === 0 && severity !== null) return <Quiet title={t.alerts.emptyFiltered} />;
  if (chosen.length === 0 && which === "all") return <Quiet title={t.alerts.emptyAll} />;
  if (chosen.length === 0)
    return (
      <Quiet title={t.alerts.emptyOpen} calm>
        {t.alerts.emptyOpenText}
      </Quiet>
    );
  const sorted =
    which === "all"
      ? chosen.sort(byChange)
      : chosen.sort((a, b) =>
          byGravity({ severity: a.severity, since: a.raisedAt }, { severity: b.severity, since: b.raisedAt }),
        );
  return <AlertList alerts={sorted} />;
}
