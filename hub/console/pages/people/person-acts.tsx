/** What cannot be taken back by a second save: each says what it means before it is done. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useState } from "react";
import type { InviteView, PersonView } from "../../../http/account-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { calls } from "./calls.ts";
import { peopleWords } from "./words.ts";

type Act = "active" | "reset" | "totp";
/** `newest`: reads the person again. */
type Props = { person: PersonView; onDone(invite: InviteView | null): void; newest(): void };

export function PersonActs({ person, onDone, newest }: Props) {
  const words = useWords(peopleWords);
  const [chosen, choose] = useState<Act | null>(null);
  const run = useMutation({ mutationFn: (act: Act) => perform(act, person), onSuccess: onDone });
  const takeNewest = () => {
    run.reset();
    newest();
  };
  const names: Record<Act, string> = {
    active: person.active ? words.deactivate : words.activate,
    reset: words.reset,
    totp: words.resetTotp,
  };
  const whys: Record<Act, string> = {
    active: person.active ? words.deactivateWhy : "",
    reset: words.resetWhy,
    totp: words.resetTotpWhy,
  };
  const acts: Act[] = person.totp ? ["reset", "totp", "active"] : ["reset", "active"];
  if (chosen !== null)
    return (
      <div className="people-acts">
        <p>{whys[chosen]}</p>
        {run.error && <Failure error={run.error} newest={takeNewest} />}
        <Button danger autoFocus loading={run.isPending} onClick={() => run.mutate(chosen)}>
          {words.do} {names[chosen]}
        </Button>
        <Button onClick={() => choose(null)}>{words.cancel}</Button>
      </div>
    );
  return (
    <div className="people-acts">
      {acts.map((act) => (
        <Button key={act} onClick={() => choose(act)}>
          {names[act]}
        </Button>
      ))}
    </div>
  );
}

async function perform(act: Act, person: PersonView): Promise<InviteView | null> {
  const { name, display, role, unit, areas, phone, active } = person;
  if (act === "reset") return calls.reset(name);
  if (act === "totp") await calls.resetTotp(name);
  else await calls.change(name, { display, role, unit, areas, phone, active: !active }, person);
  return null;
}
