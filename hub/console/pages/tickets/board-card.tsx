/** One card: where, what, how grave, how much time is left, whose it is, and its next move. */
import { EllipsisOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import Dropdown from "antd/es/dropdown";
import type { DragEvent } from "react";
import { Link } from "wouter";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isUndoing, primaryMove, secondaryMoves } from "../../order/moves.ts";
import { isSensed } from "../../order/sensed.ts";
import { isOpenTicket } from "../../order/urgency.ts";
import { AlarmMark } from "../../parts/alarm-mark.tsx";
import { HeldBy } from "../../parts/held-by.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { SupervisedMark } from "../../parts/supervised-mark.tsx";
import { TimeLeft } from "../../parts/time-left.tsx";
import { Where } from "../../parts/where.tsx";
import type { Wish } from "./board.tsx";
import { moveIcons } from "./move-icons.ts";
import { ticketWords } from "./words.ts";

type Props = {
  ticket: TicketView;
  me: string;
  mayMove: boolean;
  drag: (ticket: TicketView | null) => void;
  ask: (wish: Wish) => void;
};

export function BoardCard({ ticket, me, mayMove, drag, ask }: Props) {
  const { t, say } = useSpeech();
  const isOpen = isOpenTicket(ticket);
  const start = (event: DragEvent) => {
    event.dataTransfer.setData("text/plain", ticket.id);
    event.dataTransfer.effectAllowed = "move";
    drag(ticket);
  };
  return (
    <li
      className={`board-card ${isOpen ? `row-${ticket.severity}` : "row-over"}`}
      draggable={mayMove}
      onDragStart={start}
      onDragEnd={() => drag(null)}
    >
      <span className="board-top">
        <SeverityMark severity={ticket.severity} quiet={!isOpen} />
        <span className="dim">{t.tickets.states[ticket.state]}</span>
      </span>
      <Link href={`/tickets/${encodeURIComponent(ticket.id)}`} className="row-link">
        <Where place={ticket.place}>{say(ticket.title)}</Where>
      </Link>
      {ticket.supervised && <SupervisedMark />}
      {ticket.sensorInAlarm && isSensed(ticket) && <AlarmMark of={ticket} />}
      <TimeLeft ticket={ticket} />
      <HeldBy ticket={ticket} />
      {mayMove && <CardMoves ticket={ticket} me={me} ask={ask} />}
    </li>
  );
}

function CardMoves({ ticket, me, ask }: Pick<Props, "ticket" | "me" | "ask">) {
  const { t } = useSpeech();
  const words = useWords(ticketWords).board;
  const primary = primaryMove(ticket, me);
  const others = secondaryMoves(ticket, me);
  const choose = (move: TicketMove) => ask({ ticket, move });
  const items = others.map((move) => {
    const Icon = moveIcons[move];
    return { key: move, label: t.tickets.moves[move], icon: <Icon aria-hidden />, danger: isUndoing(move) };
  });
  return (
    <span className="board-acts">
      {primary && (
        <Button onClick={() => choose(primary)} aria-label={words.next(t.tickets.moves[primary], ticket.place)}>
          {t.tickets.moves[primary]}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => choose(key as TicketMove) }}>
          <Button
            type="text"
            icon={<EllipsisOutlined aria-hidden />}
            aria-label={words.next(words.more, ticket.place)}
          />
        </Dropdown>
      )}
    </span>
  );
}
