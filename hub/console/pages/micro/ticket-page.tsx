/** One ticket in one hand: what to do first, the next step as the one large button, the rest below it. */
import { useState } from "react";
import { Link } from "wouter";
import type { Me, TicketStory } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { useAlerts } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useReceipt } from "../../known/use-receipt.ts";
import { Failure } from "../../parts/failure.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { TimeLeft } from "../../parts/time-left.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { adviceFor, isOurs } from "./advice.ts";
import { hasArrived, stateSoon } from "./entry.ts";
import { HandForm } from "./hand-form.tsx";
import { MicroStory } from "./micro-story.tsx";
import type { Entry } from "./outbox.ts";
import { useOutbox } from "./outbox-context.tsx";
import { useCallable, useMyPlace, useTagged } from "./queries.ts";
import { microWords } from "./words.ts";

type Props = { id: string; me: Me };

export function TicketPage({ id, me }: Props) {
  const words = useWords(microWords).ticket;
  const read = useTagged(id);
  useReceipt(id, read.data !== undefined);
  if (read.error instanceof ApiError && read.error.status === 404) return <Quiet title={words.missing} />;
  if (read.data === undefined)
    return read.error ? <Failure error={read.error} retry={() => void read.refetch()} /> : <Waiting />;
  return <Ticket ticket={read.data.value} tag={read.data.tag} me={me} />;
}

type Shown = { ticket: TicketStory; tag: string | null; me: Me };

function Ticket({ ticket, tag, me }: Shown) {
  const words = useWords(microWords);
  const { t, say } = useSpeech();
  const alert = useAlerts("open").data?.find((one) => one.id === ticket.alert);
  const { entries } = useOutbox();
  const state = stateSoon(ticket, entries);
  const { step, text } = adviceFor({ ...ticket, state }, alert);
  const isThere = state === "handling" && (hasArrived(ticket) || arrives(entries, ticket));
  return (
    <article>
      <Link href="/m" className="m-back">
        ‹ {words.ticket.back}
      </Link>
      <div className="m-row">
        <SeverityMark severity={ticket.severity} />
        <span className="m-grow m-state">{t.tickets.states[state]}</span>
        <TimeLeft ticket={ticket} />
      </div>
      <h1>
        {ticket.place} <span className="m-what">{say(ticket.title)}</span>
      </h1>
      <p className={`m-first m-card-${ticket.severity}`}>
        {text ? say(text) : words.advice[isThere ? "submit" : step]}
      </p>
      <Work ticket={ticket} tag={tag} me={me} />
      <Together ticket={ticket} me={me} />
      <Receipts ticket={ticket} />
      <MicroStory ticket={ticket} />
    </article>
  );
}

/** "I am there" is on its way. */
function arrives(entries: readonly Entry[], { id }: TicketStory): boolean {
  return entries.some(({ ticket, move }) => ticket === id && move === "arrive");
}

type Beside = "time" | "return" | "note";

/** The next step, then what lies beside it, one open at a time. */
function Work({ ticket, tag, me }: Shown) {
  const words = useWords(microWords).ticket;
  const { entries } = useOutbox();
  const place = useMyPlace();
  const [open, setOpen] = useState<Beside | null>(null);
  if (!me.rights.includes("tickets")) return null;
  const own = place.data?.unit?.id;
  const mayMove = isOurs(ticket, me.name, own) || own === undefined;
  const state = stateSoon(ticket, entries);
  const isThere = hasArrived(ticket) || arrives(entries, ticket);
  const isDuring = mayMove && (state === "dispatched" || state === "handling");
  const form = { ticket, tag, me };
  const beside: readonly Beside[] = isDuring ? ["time", "return", "note"] : ["note"];
  const names = { time: words.time, return: words.back2, note: words.note };
  return (
    <>
      {!mayMove && <p className="m-hint">{words.notMine(ticket.unit?.name ?? words.nobody)}</p>}
      {mayMove && state === "dispatched" && <HandForm key="accept" what="accept" {...form} />}
      {mayMove && state === "handling" && !isThere && <HandForm key="arrive" what="arrive" {...form} />}
      {mayMove && state === "handling" && <HandForm key="submit" what="submit" isSecond={!isThere} {...form} />}
      {ticket.moves.length > 0 && (
        <div className="m-beside">
          {beside.map((name) => (
            <button
              key={name}
              type="button"
              className="m-button"
              aria-expanded={open === name}
              onClick={() => setOpen(open === name ? null : name)}
            >
              {names[name]}
            </button>
          ))}
        </div>
      )}
      {open !== null && beside.includes(open) && (
        <HandForm key={open} what={open} {...form} isSecond done={() => setOpen(null)} />
      )}
    </>
  );
}

function Together({ ticket, me }: Omit<Shown, "tag">) {
  const words = useWords(microWords).ticket;
  const callable = useCallable(ticket.id, me.rights.includes("joint") && ticket.moves.length > 0).data;
  if (callable?.open !== undefined)
    return (
      <Link href={`/m/joint/${encodeURIComponent(callable.open)}`} className="m-running">
        {words.jointOpen}
      </Link>
    );
  if (callable?.cause === undefined) return null;
  return (
    <Link href={`/m/tickets/${encodeURIComponent(ticket.id)}/joint`} className="m-button m-wide">
      {words.joint}
    </Link>
  );
}

function Receipts({ ticket: { seenBy, unit } }: { ticket: TicketStory }) {
  const words = useWords(microWords).ticket;
  if (unit === undefined) return null;
  const names = seenBy.map(({ name }) => name).join("、");
  return <p className="m-hint">{names === "" ? words.unseen : words.seen(names)}</p>;
}
