/** What is wrong now, and what to do about it; quiet when all is well. */
import { useSpeech } from "../../i18n/language.tsx";
import { openCases } from "../../order/urgency.ts";
import { CaseList } from "../../parts/case-list.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useAlerts, useGateways, useTickets } from "../../queries.ts";
import { useMinute } from "../../use-minute.ts";
import { AllQuiet } from "./all-quiet.tsx";
import { DeviceSummary } from "./device-summary.tsx";
import { GatewaySummary } from "./gateway-summary.tsx";
import { RecentFaults } from "./recent-faults.tsx";
import { SeverityCounts } from "./severity-counts.tsx";

export function OverviewPage() {
  const { t } = useSpeech();
  // Before the first gateway there is nothing to sum up.
  const known = (useGateways().data?.length ?? 0) > 0;
  return (
    <Page title={t.overview.title}>
      <div className="overview">
        <div className="overview-main">
          <Work />
        </div>
        {known && (
          <aside className="overview-aside">
            <GatewaySummary />
            <DeviceSummary />
            <RecentFaults />
          </aside>
        )}
      </div>
    </Page>
  );
}

function Work() {
  const { t } = useSpeech();
  const tickets = useTickets("open");
  const alerts = useAlerts("open");
  const minute = useMinute();
  const error = tickets.error ?? alerts.error;
  if (error && !(tickets.data && alerts.data))
    return <Failure error={error} retry={() => void Promise.all([tickets.refetch(), alerts.refetch()])} />;
  if (!tickets.data || !alerts.data) return <Waiting rows={8} />;
  const cases = openCases(tickets.data, alerts.data, minute);
  if (cases.length === 0) return <AllQuiet />;
  return (
    <>
      <SeverityCounts cases={cases} />
      <Panel title={t.overview.work} className="panel-list">
        <CaseList label={t.overview.work} cases={cases} narrow />
      </Panel>
    </>
  );
}
