/** What the sensor says now, and whether anyone has acknowledged it. */
import { Link } from "wouter";
import type { TicketView } from "../../../http/views.ts";
import { useNames } from "../../called/use-names.ts";
import { useAlerts, useDevice, useGateways } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAlertValue } from "../../known/use-alert-value.ts";
import { isSilent } from "../../order/standing.ts";
import { AcknowledgeButton } from "../../parts/acknowledge-button.tsx";
import { Age } from "../../parts/age.tsx";
import { AlarmMark } from "../../parts/alarm-mark.tsx";
import { AlertState } from "../../parts/alert-state.tsx";
import { LateMark } from "../../parts/late-mark.tsx";
import { LiveValue } from "../../parts/live-value.tsx";
import { Panel } from "../../parts/panel.tsx";
import { ticketPageWords } from "./ticket-words.ts";

export function TicketNow({ ticket }: { ticket: TicketView & { gateway: string; device: string } }) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const alert = useAlerts("open").data?.find((each) => each.id === ticket.alert);
  const device = useDevice(ticket.gateway, ticket.device).data;
  const gateway = useGateways().data?.find((each) => each.id === ticket.gateway);
  const nameOf = useNames([alert?.acknowledgedBy]);
  const raisedWith = useAlertValue();
  const href = `/devices/${encodeURIComponent(ticket.gateway)}/${encodeURIComponent(ticket.device)}`;
  return (
    <Panel title={page.now} side={<Link href={href}>{page.device}</Link>}>
      <ul className="now-values">
        {device?.points.map((point) => (
          <li key={point.id}>
            <LiveValue point={point} freshMs={device.freshMs} named doubtful={isSilent(device, gateway)} />
          </li>
        ))}
      </ul>
      <div className="now-alert">
        {ticket.sensorInAlarm ? <AlarmMark of={ticket} /> : <span className="dim">{t.tickets.cleared}</span>}
        {alert && (
          <>
            <span>
              {page.raisedWith} <b className="number">{raisedWith(alert)}</b> · <Age at={alert.raisedAt} />
            </span>
            <LateMark alert={alert} />
            <AlertState state={alert.state} />
            {alert.acknowledgedBy !== undefined && (
              <span className="dim">{t.alerts.by(nameOf(alert.acknowledgedBy))}</span>
            )}
            <AcknowledgeButton alert={alert} />
          </>
        )}
      </div>
    </Panel>
  );
}
