/** Who has a case: the unit, and who of it when that is another name. */
import { TeamOutlined, UserOutlined } from "@ant-design/icons";
import type { TicketView } from "../../http/views.ts";
import { useCalled } from "../called/use-called.ts";
import { useSpeech } from "../i18n/language.tsx";

export function HeldBy({ ticket }: { ticket: Pick<TicketView, "unit" | "assignee"> | undefined }) {
  const { t } = useSpeech();
  const { unit, assignee } = ticket ?? {};
  const called = useCalled();
  if (unit === undefined && assignee === undefined) return <span className="dim">{t.tickets.nobody}</span>;
  return (
    <span className="stack held">
      {unit && (
        <span>
          <TeamOutlined aria-hidden /> {called(unit.name)}
        </span>
      )}
      {assignee !== undefined && assignee !== unit?.name && (
        <span className={unit ? "dim" : ""}>
          <UserOutlined aria-hidden /> {called(assignee)}
        </span>
      )}
    </span>
  );
}
