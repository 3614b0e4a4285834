/** Cases to work through, the most urgent first: where, what and since when, how far, with whom, what next. */
import { RightOutlined, UserOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.tsx";
import { primaryMove } from "../order/moves.ts";
import { type Case, isOpenTicket } from "../order/urgency.ts";
import { Age } from "./age.tsx";
import { AlarmMark } from "./alarm-mark.tsx";
import { LateMark } from "./late-mark.tsx";
import { SeverityMark } from "./severity-mark.tsx";
import { TicketState } from "./ticket-state.tsx";
import { Where } from "./where.tsx";
import { type Column, WorkList } from "./work-list.tsx";

const hrefOf = ({ ticket, alert }: Case) => `/tickets/${encodeURIComponent(ticket?.id ?? alert?.ticket ?? "")}`;
const isOver = ({ ticket, alert }: Case) => (ticket ? !isOpenTicket(ticket) : alert?.state === "normal");

export function CaseList({ label, cases }: { label: string; cases: readonly Case[] }) {
  const { t, say } = useSpeech();
  const columns: Column<Case>[] = [
    {
      name: "severity",
      title: t.severity.label,
      top: true,
      cell: (row) => <SeverityMark severity={row.severity} quiet={isOver(row)} />,
    },
    {
      name: "where",
      title: t.tickets.where,
      main: true,
      cell: ({ ticket, alert, since }) => {
        const thing = ticket ?? alert;
        if (!thing) return null;
        return (
          <>
            <Where place={thing.place}>
              {say(thing.title)} · <Age at={since} />
            </Where>
            {alert && <LateMark alert={alert} />}
          </>
        );
      },
    },
    {
      name: "state",
      title: t.tickets.state,
      top: true,
      cell: ({ ticket, alert }) => (
        <span className="stack">
          {ticket ? <TicketState state={ticket.state} /> : alert && t.alerts.states[alert.state]}
          {ticket?.sensorInAlarm && <AlarmMark of={ticket} />}
        </span>
      ),
    },
    {
      name: "assignee",
      title: t.tickets.assignee,
      cell: ({ ticket }) =>
        ticket?.assignee ? (
          <span>
            <UserOutlined aria-hidden /> {ticket.assignee}
          </span>
        ) : (
          <span className="dim">{t.tickets.nobody}</span>
        ),
    },
    { name: "next", title: t.tickets.action, acts: true, cell: (row) => <Next row={row} /> },
  ];
  return (
    <WorkList
      label={label}
      rows={cases}
      columns={columns}
      id={(row) => row.id}
      href={hrefOf}
      tone={(row) => (isOver(row) ? "row-over" : `row-${row.severity}`)}
    />
  );
}

function Next({ row }: { row: Case }) {
  const { t } = useSpeech();
  const move = row.ticket && primaryMove(row.ticket);
  if (isOver(row)) return null;
  return (
    <Link href={hrefOf(row)} className="next">
      {move ? t.tickets.moves[move] : t.alerts.ticket} <RightOutlined aria-hidden />
    </Link>
  );
}
