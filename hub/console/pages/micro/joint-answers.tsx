/** The three answers to a joint action, large enough for a thumb in a hurry; handed to the outbox like everything else. */
import type { JointView, Me } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useWords } from "../../i18n/language.tsx";
import { newId } from "../tickets/new-id.ts";
import { useOutbox } from "./outbox-context.tsx";
import { microWords } from "./words.ts";

export const saidKinds = ["received", "arrived", "help"] as const;
export type SaidKind = (typeof saidKinds)[number];

/** Newest first what this person said, or is about to have said. */
export function useMyAnswer(joint: JointView, me: Me): SaidKind | undefined {
  const { entries } = useOutbox();
  const own = entries.filter((one) => one.account === me.name && one.move?.startsWith(`joint ${joint.id} `));
  const soon = own.map(({ move }) => move?.split(" ")[2] as SaidKind)[own.length - 1];
  return soon ?? joint.people.find(({ account }) => account === me.name)?.answer;
}

export function JointAnswers({ joint, me }: { joint: JointView; me: Me }) {
  const words = useWords(microWords).joint;
  const { hand } = useOutbox();
  const said = useMyAnswer(joint, me);
  const isCalled = joint.people.some((one) => one.account === me.name && one.isCalled);
  /** The one that comes next is the loud one. */
  const next = !isCalled ? undefined : said === undefined ? "received" : said === "received" ? "arrived" : undefined;
  const say = (kind: SaidKind) => {
    const id = newId();
    const path = `/api/joint-actions/${encodeURIComponent(joint.id)}/answers`;
    hand({
      ...{ id, account: me.name, at: now(), title: `${words[kind]} · ${joint.place}`, text: "" },
      ...{ move: `joint ${joint.id} ${kind}`, parts: [{ kind: "json", path, body: { id, kind } }] },
      ...{ page: `/m/joint/${encodeURIComponent(joint.id)}`, done: 0, files: [], state: "waiting" },
    });
  };
  return (
    <div className="m-answers">
      {saidKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={said === kind}
          className={`m-button m-wide ${kind === next ? "m-primary" : ""} ${kind === "help" ? "m-help" : ""}`}
          onClick={() => say(kind)}
        >
          {words[kind]}
        </button>
      ))}
    </div>
  );
}
