/** What has not arrived yet: what it is, why, and what changed meanwhile; nothing that was written is lost. */
import { useLocation } from "wouter";
import type { Me } from "../../../http/views.ts";
import { keep } from "../../browser/kept.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { StoryLines } from "./micro-story.tsx";
import { type Entry, inOrder, nextOf, positionOf } from "./outbox.ts";
import { useOutbox } from "./outbox-context.tsx";
import { useTagged } from "./queries.ts";
import { draftKey } from "./text-field.tsx";
import { keepPhotos } from "./use-photos.ts";
import { microWords } from "./words.ts";

export function OutboxPage({ me }: { me: Me }) {
  const words = useWords(microWords).outbox;
  const own = inOrder(useOutbox().entries).filter(({ account }) => account === me.name);
  const waiting = own.filter(({ state }) => state === "waiting").length;
  return (
    <>
      <h1>{words.title}</h1>
      {waiting > 0 && <Now waiting={waiting} isBehind={nextOf(own, me.name) === null} />}
      {own.length === 0 && (
        <Quiet calm title={words.empty}>
          {words.emptyText}
        </Quiet>
      )}
      {!("serviceWorker" in navigator) && <p className="m-hint">{words.noWorker}</p>}
      <ul className="m-cases">
        {own.map((entry) => (
          <EntryCard key={entry.id} entry={entry} />
        ))}
      </ul>
    </>
  );
}

/** What becomes of all of it just now, in one sentence. */
function Now({ waiting, isBehind }: { waiting: number; isBehind: boolean }) {
  const words = useWords(microWords).outbox;
  const { doing, wake } = useOutbox();
  const { sending, hold } = doing;
  const calm = sending === null ? words.soon : words.sending;
  return (
    <div className="m-near" role="status">
      <p>{isBehind ? words.behind : hold === null ? calm : words.holds[hold](waiting)}</p>
      {sending === null && (
        <button type="button" className="m-button m-wide" onClick={wake}>
          {words.now}
        </button>
      )}
    </div>
  );
}

function EntryCard({ entry }: { entry: Entry }) {
  const words = useWords(microWords).outbox;
  const { say } = useSpeech();
  const [, go] = useLocation();
  const { outbox, doing, wake } = useOutbox();
  const state = doing.sending === entry.id && doing.hold === null ? "sending" : entry.state;
  const why = entry.problem === undefined ? null : wordsFor(entry.problem.code);
  const takeBack = async () => {
    if (entry.draft !== undefined) {
      keep(draftKey(entry.draft), entry.form ?? entry.text);
      // The form is shown next: it has to find them.
      await keepPhotos(entry.draft, outbox.filesOf(entry.id));
      const at = positionOf(entry);
      if (at !== undefined) keep(draftKey(`${entry.draft}.position`), JSON.stringify(at));
    }
    void outbox.takeBack(entry.id);
    go(entry.page ?? (entry.ticket === undefined ? "/m/patrol" : `/m/tickets/${encodeURIComponent(entry.ticket)}`));
  };
  return (
    <li className="m-card m-plain">
      <p>
        <b>{entry.title}</b>
      </p>
      <p className={entry.state === "waiting" ? "dim" : "m-problem"}>
        {why && entry.state !== "waiting" ? say(why.what) : words[state]}{" "}
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
      <button type="button" className="m-button m-wide" onClick={() => void takeBack()}>
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
