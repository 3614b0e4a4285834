/** Who was told of a case, by which channel, and what came of it. */
import type { TicketStory } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { ticketWords } from "./words.ts";

export function Told({ told }: { told: NonNullable<TicketStory["told"]> }) {
  const words = useWords(ticketWords).told;
  const { language } = useSpeech();
  if (told.length === 0) return null;
  return (
    <Panel title={words.title}>
      <ol className="lines">
        {told.map((one) => (
          <li key={`${one.at} ${one.channel} ${one.to}`}>
            <time dateTime={new Date(one.at).toISOString()}>{momentText(one.at, now(), language)}</time>
            <span>
              {one.to} <span className="dim">· {words.results[one.result]}</span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
