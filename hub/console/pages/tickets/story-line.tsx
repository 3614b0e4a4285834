/** One line of a ticket's story: what, by whom, to whom, why, until when, with what was written or photographed. */
import type { TicketStory } from "../../../http/views.ts";
import { useUnitName } from "../../called/use-unit-name.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { WarningMark } from "../../parts/warning-mark.tsx";
import { momentText } from "../../words/moment.ts";
import { Gallery, type Item } from "./gallery.tsx";
import { storyIcons } from "./move-icons.ts";
import { ticketPageWords } from "./ticket-words.ts";

type Entry = TicketStory["story"][number];
type Props = { ticket: string; entry: Entry; by: string };

/** These send somebody somewhere. */
const sending: ReadonlySet<Entry["move"]> = new Set(["verify", "dispatch", "transfer", "check", "escalate"]);
const levels = ["yellow", "red", "overdue"] as const;

export function StoryLine({ ticket, entry, by }: Props) {
  const { t, say, language } = useSpeech();
  const page = useWords(ticketPageWords);
  const Icon = storyIcons[entry.move];
  const moment = (at: number, seconds: boolean) => momentText(at, now(), language, { seconds });
  const level = entry.move === "warn" ? levels.find((each) => each === entry.reason) : undefined;
  const to = useReceiver(entry);
  const items = useItems(ticket, entry);
  return (
    <li className={`story-${entry.move}`}>
      <i aria-hidden>
        <Icon />
      </i>
      <div>
        <p>
          <b>{page.events[entry.move]}</b> {level && <WarningMark level={level} />} {to !== "" && page.to(to)}{" "}
          <span className="dim">{page.by(by)}</span>
        </p>
        {entry.reason !== undefined && level === undefined && <blockquote>{entry.reason}</blockquote>}
        {entry.why && (
          <p className="story-why">
            {level === undefined && <b>{page.why}</b>} {say(entry.why)}
          </p>
        )}
        {entry.condition && (
          <p className="story-why">
            <b>{say(entry.condition.name)}</b> {say(entry.condition.why)}
          </p>
        )}
        {entry.position && (
          <p className="dim">
            {page.position(entry.position.lat.toFixed(5), entry.position.lon.toFixed(5), entry.position.accuracyM)}
          </p>
        )}
        {entry.due !== undefined && <p className="dim">{t.time.due(moment(entry.due, false))}</p>}
        {entry.move === "photo" && entry.photo === undefined && <p className="dim">{page.photoMissing}</p>}
        <Gallery items={items} />
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

/** What was sent from the spot, and what operators brought. */
function useItems(ticket: string, { photo, attachments = [] }: Entry): Item[] {
  const page = useWords(ticketPageWords);
  const base = `/api/tickets/${encodeURIComponent(ticket)}`;
  return [
    ...(photo === undefined ? [] : [{ address: `${base}/photos/${photo}`, name: page.events.photo, isPicture: true }]),
    ...attachments.map(({ id, name, type }) => ({
      address: `${base}/attachments/${id}`,
      name,
      isPicture: type !== "application/pdf",
    })),
  ];
}
