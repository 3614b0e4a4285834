/** Cases to work through, the most urgent first: where, what and since when, how far, with whom, what next. */
import { RightOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.tsx";
import { useLook } from "../look/look.tsx";
import { useMyName } from "../me/use-my-name.ts";
import { primaryMove } from "../order/moves.ts";
import { isSensed } from "../order/sensed.ts";
import { type Case, isOpenTicket } from "../order/urgency.ts";
import { Age } from "./age.tsx";
import { AlarmMark } from "./alarm-mark.tsx";
import { HeldBy } from "./held-by.tsx";
import { LateMark } from "./late-mark.tsx";
import { SeverityMark } from "./severity-mark.tsx";
import { SupervisedMark } from "./supervised-mark.tsx";
import { TicketState } from "./ticket-state.tsx";
import { TimeLeft } from "./time-left.tsx";
import { Where } from "./where.tsx";
import { type Column, WorkList } from "./work-list.tsx";

/** An alarm whose case is over is dealt with at the alarm: its ticket is in the archive. */
const hrefOf = ({ ticket, alert }: Case) =>
  ticket ? `/tickets/${encodeURIComponent(ticket.id)}` : `/alerts/${encodeURIComponent(alert?.id ?? "")}`;
const isOver = ({ ticket, alert }: Case) => (ticket ? !isOpenTicket(ticket) : alert?.state === "normal");

/** `narrow`: beside other panels; state, time and holder share a column. */
type Props = { label: string; cases: readonly Case[]; narrow?: boolean; bare?: boolean };

export function CaseList({ label, cases, narrow = false, bare = false }: Props) {
  const { t, say } = useSpeech();
  const { screen } = useLook();
  const state = ({ ticket, alert }: Case) => (
    <>
      {ticket ? <TicketState ticket={ticket} /> : alert && t.alerts.states[alert.state]}
      {ticket?.supervised && <SupervisedMark />}
      {ticket?.sensorInAlarm && isSensed(ticket) && <AlarmMark of={ticket} />}
    </>
  );
  const time = ({ ticket }: Case) => ticket && <TimeLeft ticket={ticket} />;
  const holder = ({ ticket }: Case) => ticket && <HeldBy ticket={ticket} />;
  const together: Column<Case>[] = [
    {
      name: "standing",
      title: t.tickets.state,
      cell: (row) => (
        <span className="stack">
          {state(row)}
          {time(row)}
          {holder(row)}
        </span>
      ),
    },
  ];
  const apart: Column<Case>[] = [
    { name: "state", title: t.tickets.state, top: true, cell: (row) => <span className="stack">{state(row)}</span> },
    { name: "time", title: t.tickets.time, cell: time },
    { name: "assignee", title: t.tickets.assignee, cell: holder },
  ];
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
              {say(thing.title)}&nbsp;· <Age at={since} />
              {ticket && ticket.source !== "sensor" && `\u00a0· ${t.tickets.sources[ticket.source]}`}
            </Where>
            {alert && <LateMark alert={alert} />}
          </>
        );
      },
    },
    ...(narrow && screen === "desk" ? together : apart),
    { name: "next", title: t.tickets.action, acts: true, cell: (row) => <Next row={row} /> },
  ];
  return (
    <WorkList
      label={label}
      bare={bare}
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
  const me = useMyName();
  const move = row.ticket && primaryMove(row.ticket, me);
  if (isOver(row)) return null;
  return (
    <Link href={hrefOf(row)} className="next">
      {move ? t.tickets.moves[move] : row.ticket ? t.alerts.ticket : t.alerts.look} <RightOutlined aria-hidden />
    </Link>
  );
}
