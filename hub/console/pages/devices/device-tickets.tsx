/** The newest tickets of the device, open or over. */
import { RightOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { TicketState } from "../../parts/ticket-state.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useDeviceTickets } from "./device/queries.ts";
import { usePredecessors, usePredecessorTickets } from "./device/use-predecessors.ts";
import { deviceWords } from "./device/words.ts";

export function DeviceTickets({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { say } = useSpeech();
  const tickets = useDeviceTickets(device.gateway, device.id);
  const older = usePredecessorTickets(usePredecessors(device.gateway, device.id));
  const body = () => {
    if (tickets.error && !tickets.data) return <Failure error={tickets.error} retry={() => void tickets.refetch()} />;
    if (!tickets.data) return <Waiting rows={3} />;
    const rows = [...tickets.data.rows, ...older].sort((a, b) => b.openedAt - a.openedAt);
    if (rows.length === 0) return <p className="dim">{words.noTickets}</p>;
    return (
      <ul className="device-alerts">
        {rows.map((ticket) => (
          <li key={ticket.id}>
            <Link href={`/tickets/${encodeURIComponent(ticket.id)}`}>
              <span className="device-alert">
                <SeverityMark severity={ticket.severity} />
                <b>{say(ticket.title)}</b>
                <TicketState ticket={ticket} />
                {older.includes(ticket) && <span className="life-mark">{words.replacedTag}</span>}
                <span className="dim">
                  <Age at={ticket.openedAt} />
                </span>
              </span>
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    );
  };
  return <Panel title={words.tickets}>{body()}</Panel>;
}
