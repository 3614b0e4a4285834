/** When the time of a case is over, and both warnings: given when, or not yet. How much is left counts down in the head of the page. */
import type { TicketStory } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isOpenTicket } from "../../order/urgency.ts";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { Panel } from "../../parts/panel.tsx";
import { WarningMark } from "../../parts/warning-mark.tsx";
import { momentText } from "../../words/moment.ts";
import { ticketWords } from "./words.ts";

export function ClockPanel({ ticket }: { ticket: TicketStory }) {
  const words = useWords(ticketWords).clock;
  const { language } = useSpeech();
  if (!isOpenTicket(ticket) || ticket.drill) return null;
  if (ticket.limit === undefined) return null;
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });
  const facts: Fact[] = [
    ...(ticket.dueAt === undefined ? [] : [{ name: words.due, value: moment(ticket.dueAt) }]),
    ...(["yellow", "red"] as const).map((level) => ({ name: words[level], value: warning(level) })),
  ];
  return (
    <Panel title={words.title}>
      <Facts facts={facts} />
    </Panel>
  );

  function warning(level: "yellow" | "red") {
    const line = ticket.story.filter(({ move, reason }) => move === "warn" && reason === level).pop();
    if (!line) return <span className="dim">{words.notYet}</span>;
    return (
      <span>
        <WarningMark level={level} /> {moment(line.at)}
      </span>
    );
  }
}
