/** One line of a ticket's story: what, by whom, to whom, why, until when, with what was written or photographed. */

import type { TicketStory } from "../../../http/views.ts";
import { now } from "../../clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { WarningMark } from "../../parts/warning-mark.tsx";
import { useUnitName } from "../../use-unit-name.ts";
import { momentText } from "../../words/moment.ts";
import { storyIcons } from "./move-icons.ts";

type Entry = TicketStory["story"][number];
type Props = { ticket: string; entry: Entry; by: string };

/** These send somebody somewhere. */
const sending: ReadonlySet<Entry["move"]> = new Set(["verify", "dispatch", "transfer", "check", "escalate"]);
const levels = ["yellow", "red", "overdue"] as const;

export function StoryLine({ ticket, entry, by }: Props) {
  const { t, say, language } = useSpeech();
  const Icon = storyIcons[entry.move];
  const moment = (at: number, seconds: boolean) => momentText(at, now(), language, { seconds });
  const level = entry.move === "warn" ? levels.find((each) => each === entry.reason) : undefined;
  const to = useReceiver(entry);
  return (
    <li className={`story-${entry.move}`}>
      <i aria-hidden>
        <Icon />
      </i>
      <div>
        <p>
          <b>{t.ticket.events[entry.move]}</b> {level && <WarningMark level={level} />} {to !== "" && t.ticket.to(to)}{" "}
          <span className="dim">{t.ticket.by(by)}</span>
        </p>
        {entry.reason !== undefined && level === undefined && <blockquote>{entry.reason}</blockquote>}
        {entry.why && (
          <p className="story-why">
            {level === undefined && <b>{t.ticket.why}</b>} {say(entry.why)}
          </p>
        )}
        {entry.condition && (
          <p className="story-why">
            <b>{say(entry.condition.name)}</b> {say(entry.condition.why)}
          </p>
        )}
        {entry.due !== undefined && <p className="dim">{t.time.due(moment(entry.due, false))}</p>}
        <Photo ticket={ticket} entry={entry} />
        <Attachments ticket={ticket} entry={entry} />
      </div>
      <time dateTime={new Date(entry.at).toISOString()}>{moment(entry.at, true)}</time>
    </li>
  );
}

/** A unit, and who of it when that is another name; nothing for moves that send nobody. */
function useReceiver({ move, unit, assignee }: Entry): string {
  const nameOf = useUnitName();
  if (!sending.has(move)) return "";
  const name = unit === undefined ? "" : nameOf(unit);
  const person = move === "escalate" || assignee === name ? "" : (assignee ?? "");
  return [name, person].filter((each) => each !== "").join(" ");
}

/** Pictures are shown, documents are named. */
function Attachments({ ticket, entry: { attachments = [] } }: Omit<Props, "by">) {
  return attachments.map(({ id, name, type }) => (
    <a key={id} href={`/api/tickets/${ticket}/attachments/${id}`} target="_blank" rel="noreferrer">
      {type === "application/pdf" ? (
        name
      ) : (
        <img className="story-photo" src={`/api/tickets/${ticket}/attachments/${id}`} alt={name} loading="lazy" />
      )}
    </a>
  ));
}

function Photo({ ticket, entry: { move, photo } }: Omit<Props, "by">) {
  const { t } = useSpeech();
  if (move !== "photo") return null;
  if (photo === undefined) return <p className="dim">{t.ticket.photoMissing}</p>;
  const address = `/api/tickets/${ticket}/photos/${photo}`;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      <img className="story-photo" src={address} alt={t.ticket.events.photo} loading="lazy" />
    </a>
  );
}
