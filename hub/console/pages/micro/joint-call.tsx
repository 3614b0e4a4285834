/** Who is called to a joint action sees it over everything else until they answer, or ask to look first. */
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { JointView, Me } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { newId } from "../tickets/new-id.ts";
import { JointAnswers, useMyAnswer } from "./joint-answers.tsx";
import { useJoints } from "./queries.ts";
import { microWords } from "./words.ts";

export function JointCall({ me }: { me: Me }) {
  const [looked, setLooked] = useState<readonly string[]>([]);
  const calls = (useJoints().data ?? []).filter((joint) => isFor(joint, me) && !looked.includes(joint.id));
  const call = calls[0];
  return call ? <Call key={call.id} joint={call} me={me} look={() => setLooked([...looked, call.id])} /> : null;
}

function isFor({ state, people, by }: JointView, me: Me): boolean {
  const own = people.find(({ account }) => account === me.name);
  return state === "open" && own?.isCalled === true && own.answer === undefined && by.account !== me.name;
}

/** 已读: said once, when it is on the screen. */
export function useSeen(joint: JointView | undefined, me: Me): void {
  const own = joint?.people.find(({ account }) => account === me.name);
  const isNew = joint?.state === "open" && own?.isCalled === true && own.seenAt === undefined;
  const id = joint?.id;
  useEffect(() => {
    if (!isNew || id === undefined) return;
    const body = { id: newId(), kind: "seen" as const };
    // A receipt that got lost is given at the next look.
    void client.post("/api/joint-actions/{id}/answers", { path: { id }, body }).catch(() => undefined);
  }, [isNew, id]);
}

function Call({ joint, me, look }: { joint: JointView; me: Me; look: () => void }) {
  const words = useWords(microWords).joint;
  const [, go] = useLocation();
  const title = useRef<HTMLHeadingElement>(null);
  const answer = useMyAnswer(joint, me);
  useSeen(joint, me);
  useEffect(() => title.current?.focus(), []);
  if (answer !== undefined) return null;
  return (
    <div className="m-call" role="alertdialog" aria-modal aria-labelledby="m-call-title">
      <p className="m-row">
        <SeverityMark severity={joint.severity} /> <span>{words.cause[joint.cause]}</span>
      </p>
      <h1 id="m-call-title" ref={title} tabIndex={-1}>
        {words.called}
      </h1>
      <p className="m-call-place">{joint.place}</p>
      <p className="m-call-text">{joint.text}</p>
      <p>{words.by(joint.by.name)}</p>
      <JointAnswers joint={joint} me={me} />
      <button
        type="button"
        className="m-button m-wide"
        onClick={() => {
          look();
          go(`/m/joint/${encodeURIComponent(joint.id)}`);
        }}
      >
        {words.later}
      </button>
    </div>
  );
}
