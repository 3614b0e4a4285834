/** The moves that stand back until they are asked for; what undoes comes last. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useId, useState } from "react";
import type { TicketMove } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isUndoing } from "../../order/moves.ts";
import { moveIcons } from "./move-icons.ts";
import { ticketPageWords } from "./ticket-words.ts";

type Props = { moves: readonly TicketMove[]; busy: boolean; choose: (move: TicketMove) => void };

export function MoreMoves({ moves, busy, choose }: Props) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const [open, setOpen] = useState(false);
  const list = useId();
  return (
    <div className="more-moves">
      <Button
        type="text"
        icon={open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
      >
        {open ? page.lessMoves : page.moreMoves}
      </Button>
      <div id={list} className="others" hidden={!open}>
        {moves.map((move) => {
          const Icon = moveIcons[move];
          return (
            <Button
              key={move}
              icon={<Icon aria-hidden />}
              danger={isUndoing(move)}
              disabled={busy}
              onClick={() => choose(move)}
            >
              {t.tickets.moves[move]}
            </Button>
          );
        })}
      </div>
    </div>
  );
}
