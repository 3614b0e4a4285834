/** What has not arrived yet: what it is, why, and what changed meanwhile; nothing that was written is lost. */
import { useLocation } from "wouter";
import type { Me } from "../../../http/views.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { keep } from "../../kept.ts";
import { Quiet } from "../../parts/quiet.tsx";
import { StoryLines } from "./micro-story.tsx";
import { type Entry, inOrder } from "./outbox.ts";
import { useOutbox } from "./outbox-context.tsx";
import { useTagged } from "./queries.ts";
import { draftKey } from "./text-field.tsx";
import { microWords } from "./words.ts";

export function OutboxPage({ me }: { me: Me }) {
  const words = useWords(microWords).outbox;
  const own = inOrder(useOutbox().entries).filter(({ account }) => account === me.name);
  return (
    <>
      <h1>{words.title}</h1>
      {own.length === 0 && (
        <Quiet calm title={words.empty}>
          {words.emptyText}
        </Quiet>
      )}
      <ul className="m-cases">
        {own.map((entry) => (
          <EntryCard key={entry.id} entry={entry} />
        ))}
      </ul>
    </>
  );
}

function EntryCard({ entry }: { entry: Entry }) {
  const words = useWords(microWords).outbox;
  const { say } = useSpeech();
  const [, go] = useLocation();
  const { outbox, wake } = useOutbox();
  const why = entry.problem === undefined ? null : wordsFor(entry.problem.code);
  const takeBack = () => {
    if (entry.draft !== undefined) keep(draftKey(entry.draft), entry.form ?? entry.text);
    void outbox.takeBack(entry.id);
    go(entry.ticket === undefined ? "/m/patrol" : `/m/tickets/${encodeURIComponent(entry.ticket)}`);
  };
  return (
    <li className="m-card m-plain">
      <p>
        <b>{entry.title}</b>
      </p>
      <p className={entry.state === "waiting" ? "dim" : "m-problem"}>
        {why && entry.state !== "waiting" ? say(why.what) : words[entry.state]}{" "}
        {entry.state === "waiting" && entry.parts.length > 1 && words.parts(entry.done, entry.parts.length)}
      </p>
      {why && entry.state === "refused" && <p>{say(why.cure)}</p>}
      {entry.problem && !why && <p>{entry.problem.detail}</p>}
      {entry.state === "conflict" && entry.ticket !== undefined && <Since id={entry.ticket} lines={entry.lines ?? 0} />}
      {entry.text !== "" && (
        <p>
          {words.kept} <span className="m-said">{entry.text}</span>
        </p>
      )}
      {entry.state !== "waiting" && (
        <button
          type="button"
          className="m-button m-primary m-wide"
          onClick={() => void outbox.resend(entry.id).then(wake)}
        >
          {words.resend}
        </button>
      )}
      <button type="button" className="m-button m-wide" onClick={takeBack}>
        {words.takeBack}
      </button>
    </li>
  );
}

function Since({ id, lines }: { id: string; lines: number }) {
  const words = useWords(microWords).outbox;
  const ticket = useTagged(id).data?.value;
  if (ticket === undefined) return null;
  const fresh = ticket.story.slice(lines);
  return (
    <div className="m-near">
      <b>{fresh.length === 0 ? words.nothing : words.changed}</b>
      <StoryLines ticket={ticket} lines={fresh} />
    </div>
  );
}
