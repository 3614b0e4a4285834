/** The rows of the alerts page; each can be acknowledged where it stands. */
import type { AlertView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { isOpenAlert } from "../../order/urgency.ts";
import { AcknowledgeButton } from "../../parts/acknowledge-button.tsx";
import { Age } from "../../parts/age.tsx";
import { AlertState } from "../../parts/alert-state.tsx";
import { LateMark } from "../../parts/late-mark.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import { useAlertValue } from "../../use-alert-value.ts";

export function AlertList({ alerts }: { alerts: readonly AlertView[] }) {
  const { t, say } = useSpeech();
  const raisedWith = useAlertValue();
  const columns: Column<AlertView>[] = [
    {
      name: "severity",
      title: t.severity.label,
      top: true,
      cell: (alert) => <SeverityMark severity={alert.severity} quiet={!isOpenAlert(alert)} />,
    },
    {
      name: "where",
      title: t.alerts.where,
      main: true,
      cell: (alert) => (
        <>
          <Where place={alert.place}>{say(alert.title)}</Where>
          <LateMark alert={alert} />
        </>
      ),
    },
    { name: "value", title: t.alerts.value, cell: (alert) => <span className="number">{raisedWith(alert)}</span> },
    {
      name: "state",
      title: t.alerts.state,
      cell: (alert) => (
        <span className="stack">
          <AlertState state={alert.state} />
          {alert.acknowledgedBy !== undefined && <span className="dim">{t.alerts.by(alert.acknowledgedBy)}</span>}
        </span>
      ),
    },
    {
      name: "since",
      title: t.alerts.since,
      top: true,
      cell: (alert) => (
        <span className="stack">
          <Age at={alert.raisedAt} />
          {alert.count > 1 && <span className="dim">{t.alerts.count(alert.count)}</span>}
        </span>
      ),
    },
    { name: "next", title: t.alerts.action, acts: true, cell: (alert) => <AcknowledgeButton alert={alert} /> },
  ];
  return (
    <WorkList
      label={t.alerts.title}
      rows={alerts}
      columns={columns}
      id={(alert) => alert.id}
      href={(alert) => `/tickets/${encodeURIComponent(alert.ticket)}`}
      tone={(alert) => (isOpenAlert(alert) ? `row-${alert.severity}` : "row-over")}
    />
  );
}
