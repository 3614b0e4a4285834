/** Two people look at the result, not the same: who the first was, and whether it is you. */
import { AuditOutlined } from "@ant-design/icons";
import type { TicketView } from "../../../http/views.ts";
import { useNames } from "../../called/use-names.ts";
import { useWords } from "../../i18n/language.tsx";
import { useMyName } from "../../me/use-my-name.ts";
import { waitsForSecond } from "../../order/moves.ts";
import { ticketPageWords } from "./ticket-words.ts";

export function SecondReview({ ticket }: { ticket: TicketView }) {
  const page = useWords(ticketPageWords);
  const me = useMyName();
  const { firstReviewer } = ticket;
  const nameOf = useNames([firstReviewer]);
  if (!waitsForSecond(ticket) || firstReviewer === undefined) return null;
  return (
    <p className="second-review">
      <AuditOutlined aria-hidden />
      <span>
        <b>{page.secondReview(nameOf(firstReviewer))}</b>
        {firstReviewer === me && <span>{page.secondReviewYou}</span>}
      </span>
    </p>
  );
}
