/** How far along the road a ticket is: 受理 → 立案 → 派遣 → 处置 → 审核 → 结案 → 反馈 → 存档, and what goes on beside it. */
import { CheckOutlined } from "@ant-design/icons";
import type { TicketView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { onRoad, roadSteps } from "../../order/road.ts";
import { ticketPageWords } from "./ticket-words.ts";

export function LoopSteps({ ticket }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const road = onRoad(ticket);
  if (road === null) return null;
  return (
    <ol className="loop" aria-label={page.progress}>
      {roadSteps.map((step, index) => {
        const done = index < road.behind;
        const here = index === road.behind;
        return (
          <li
            key={step}
            className={done ? "loop-done" : here ? `loop-here${road.aside ? " loop-aside" : ""}` : ""}
            aria-current={here ? "step" : undefined}
          >
            <i aria-hidden>{done && <CheckOutlined />}</i>
            <span>{t.tickets.road[step]}</span>
            {here && road.aside && <em>{t.tickets.states[road.aside]}</em>}
          </li>
        );
      })}
    </ol>
  );
}
