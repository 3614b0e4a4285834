/** Who is called to a joint action sees it over everything else until they answer, or ask to look first. */
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { JointView, Me } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { newId } from "../tickets/new-id.ts";
import { JointAnswers, useMyAnswer } from "./joint-answers.tsx";
import { useCalls } from "./joint-calls.ts";
import { microWords } from "./words.ts";

export function JointCall({ me }: { me: Me }) {
  const [looked, setLooked] = useState<readonly string[]>([]);
  const call = useCalls(me).find(({ id }) => !looked.includes(id));
  return call ? <Call key={call.id} joint={call} me={me} look={() => setLooked([...looked, call.id])} /> : null;
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
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const answer = useMyAnswer(joint, me);
  const isAnswered = answer !== undefined;
  useSeen(joint, me);
  useEffect(() => {
    // Modal: what lies behind it can neither be touched nor be reached by Tab.
    if (isAnswered) return;
    dialog.current?.showModal();
    title.current?.focus();
  }, [isAnswered]);
  if (isAnswered) return null;
  return (
    <dialog
      ref={dialog}
      className="m-call"
      role="alertdialog"
      aria-labelledby="m-call-title"
      // Only an answer, or looking first, puts it away.
      onCancel={(event) => event.preventDefault()}
    >
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
    </dialog>
  );
}
