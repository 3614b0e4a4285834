/** Joint actions: the list; and one with who has read it, who answered what, its messages, and its end. */
import type { FormEvent } from "react";
import { Link } from "wouter";
import type { JointView, Me } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { newId } from "../tickets/new-id.ts";
import { JointAnswers } from "./joint-answers.tsx";
import { useSeen } from "./joint-call.tsx";
import { JointEnd } from "./joint-end.tsx";
import { useOutbox } from "./outbox-context.tsx";
import { photoParts } from "./patrol.ts";
import { PhotoField } from "./photo-field.tsx";
import { useJoint, useJoints } from "./queries.ts";
import { TextField, useDraft } from "./text-field.tsx";
import { usePhotos } from "./use-photos.ts";
import { microWords } from "./words.ts";

export function JointListPage() {
  const words = useWords(microWords).joint;
  const joints = useJoints();
  if (joints.data === undefined)
    return joints.error ? <Failure error={joints.error} retry={() => void joints.refetch()} /> : <Waiting />;
  return (
    <>
      <h1>{words.title}</h1>
      {joints.data.length === 0 && (
        <Quiet calm title={words.empty}>
          {words.emptyText}
        </Quiet>
      )}
      <ul className="m-cases">
        {joints.data.map((joint) => (
          <li key={joint.id} className={`m-card ${joint.state === "open" ? `m-card-${joint.severity}` : "m-plain"}`}>
            <Link href={`/m/joint/${encodeURIComponent(joint.id)}`}>
              <span className="m-row">
                <SeverityMark severity={joint.severity} quiet={joint.state === "ended"} />
                <span className="m-grow">{joint.end ? words.ended(joint.end.by.name) : words.cause[joint.cause]}</span>
              </span>
              <span className="m-advice">{joint.text}</span>
              <span className="m-where">
                <b>{joint.place}</b>
              </span>
              <Counted joint={joint} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function Counted({ joint: { people } }: { joint: JointView }) {
  const words = useWords(microWords).joint;
  const called = people.filter(({ isCalled }) => isCalled);
  const seen = called.filter(({ seenAt }) => seenAt !== undefined).length;
  return (
    <span className="dim">
      {words.counted(seen, called.length, people.filter(({ answer }) => answer === "arrived").length)}
    </span>
  );
}

export function JointPage({ id, me }: { id: string; me: Me }) {
  const read = useJoint(id);
  useSeen(read.data, me);
  if (read.data === undefined)
    return read.error ? <Failure error={read.error} retry={() => void read.refetch()} /> : <Waiting />;
  return <Joint joint={read.data} me={me} />;
}

function Joint({ joint, me }: { joint: JointView; me: Me }) {
  const words = useWords(microWords).joint;
  const isOpen = joint.state === "open";
  return (
    <article>
      <Link href="/m/joint" className="m-back">
        ‹ {words.title}
      </Link>
      <div className="m-row">
        <SeverityMark severity={joint.severity} quiet={!isOpen} />
        <span className="m-grow m-state">{words.cause[joint.cause]}</span>
      </div>
      <h1>{joint.place}</h1>
      <p className={`m-first m-card-${joint.severity}`}>{joint.text}</p>
      <p className="m-hint">
        {words.by(joint.by.name)} <Moment at={joint.openedAt} />
      </p>
      {joint.end && (
        <p className="m-near">
          <b>{words.ended(joint.end.by.name)}</b> <Moment at={joint.end.at} />
          <br />
          {joint.end.summary}
        </p>
      )}
      {isOpen && <JointAnswers joint={joint} me={me} />}
      <Who joint={joint} />
      <Thread joint={joint} me={me} />
      <Link href={`/m/tickets/${encodeURIComponent(joint.ticket)}`} className="m-button m-wide">
        {words.toTicket}
      </Link>
      {isOpen && me.rights.includes("joint") && <JointEnd joint={joint} />}
    </article>
  );
}

function Moment({ at }: { at: number }) {
  const { language } = useSpeech();
  return <time className="dim">{momentText(at, now(), language, { seconds: false })}</time>;
}

function Who({ joint }: { joint: JointView }) {
  const words = useWords(microWords).joint;
  return (
    <section>
      <h2>{words.who}</h2>
      <Counted joint={joint} />
      <ul className="m-people">
        {joint.people.map(({ account, name, isCalled, seenAt, answer, answeredAt }) => (
          <li key={account} className={answer === "help" ? "m-stuck" : ""}>
            <span className="m-grow">
              {name} {!isCalled && <span className="dim">{words.uncalled}</span>}
            </span>
            <b>{answer ? words[answer] : seenAt === undefined ? words.unseen : words.seen}</b>{" "}
            {(answeredAt ?? seenAt) !== undefined && <Moment at={(answeredAt ?? seenAt) as number} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Thread({ joint, me }: { joint: JointView; me: Me }) {
  const words = useWords(microWords).joint;
  const lines = joint.answers.filter(({ kind }) => kind === "message");
  return (
    <section>
      <h2>{words.thread}</h2>
      {lines.length === 0 && <p className="dim">{words.noThread}</p>}
      <ol className="m-story">
        {lines.map(({ id, at, by, text, attachments }) => (
          <li key={id}>
            <b>{by.name}</b> <Moment at={at} />
            {text !== undefined && <p className="m-said">{text}</p>}
            {attachments.map((file) => (
              <img
                key={file.id}
                className="m-picture"
                src={`/api/joint-actions/${joint.id}/attachments/${file.id}`}
                alt={file.name}
                loading="lazy"
              />
            ))}
          </li>
        ))}
      </ol>
      {joint.state === "open" && <Write joint={joint} me={me} />}
    </section>
  );
}

function Write({ joint, me }: { joint: JointView; me: Me }) {
  const words = useWords(microWords).joint;
  const { hand } = useOutbox();
  const [text, setText] = useDraft(`joint.${joint.id}`);
  const [photos, setPhotos] = usePhotos(`joint.${joint.id}`);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" && photos.length === 0) return;
    const [id, path] = [newId(), `/api/joint-actions/${encodeURIComponent(joint.id)}`];
    const body = { id, kind: "message", text: text.trim() };
    hand(
      {
        ...{
          id,
          account: me.name,
          at: now(),
          title: `${words.message} · ${joint.place}`,
          text,
          draft: `joint.${joint.id}`,
        },
        parts: [
          ...photoParts(`${path}/attachments`, photos.length),
          { kind: "json", path: `${path}/answers`, body, fillsFiles: true },
        ],
        ...{ page: `/m/joint/${encodeURIComponent(joint.id)}`, done: 0, files: [], state: "waiting" },
      },
      photos.map(({ blob }) => blob),
    );
    setText("");
    setPhotos([]);
  };
  return (
    <form className="m-form" aria-label={words.thread} onSubmit={send}>
      <TextField {...{ label: words.message, value: text, change: setText, rows: 2, most: 1000 }} />
      <PhotoField photos={photos} change={setPhotos} />
      <button type="submit" className="m-button m-wide">
        {words.send}
      </button>
    </form>
  );
}
