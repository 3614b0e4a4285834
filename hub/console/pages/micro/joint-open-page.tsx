/** Opens a joint action from a ticket: what to tell, and whom to call. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Callable, Me } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { applyEvent } from "../../live/apply-event.ts";
import { Failure } from "../../parts/failure.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { newId } from "../tickets/new-id.ts";
import { useCallable } from "./queries.ts";
import { TextField, useDraft, useKept } from "./text-field.tsx";
import { microWords } from "./words.ts";

export function JointOpenPage({ id, me }: { id: string; me: Me }) {
  const words = useWords(microWords);
  const callable = useCallable(id, true);
  if (callable.data === undefined)
    return callable.error ? <Failure error={callable.error} retry={() => void callable.refetch()} /> : <Waiting />;
  return (
    <>
      <Link href={`/m/tickets/${encodeURIComponent(id)}`} className="m-back">
        ‹ {words.ticket.back}
      </Link>
      <h1>{words.joint.start}</h1>
      {callable.data.cause === undefined ? (
        <Quiet title={words.joint.notNow} />
      ) : (
        <OpenForm ticket={id} me={me} callable={callable.data} />
      )}
    </>
  );
}

const nobody: readonly string[] = [];

type Row = { id: string; name: string };

function OpenForm({ ticket, me, callable }: { ticket: string; me: Me; callable: Callable }) {
  const words = useWords(microWords).joint;
  const cache = useQueryClient();
  const [, go] = useLocation();
  const [text, setText] = useDraft(`call.${ticket}`);
  const [units, setUnits] = useKept<readonly string[]>(`call.${ticket}.units`, nobody);
  const [people, setPeople] = useKept<readonly string[]>(`call.${ticket}.people`, nobody);
  const [tried, setTried] = useState(false);
  /** The same call sent again calls nobody twice. */
  const [id] = useState(newId);
  const call = useMutation({
    mutationFn: () => {
      const body = { id, ticket, text: text.trim(), units: [...units], people: [...people] };
      return client.post("/api/joint-actions", { body });
    },
    onSuccess: (view) => {
      setText("");
      setUnits(nobody);
      setPeople(nobody);
      applyEvent(cache, "joint", view);
      go(`/m/joint/${encodeURIComponent(view.id)}`, { replace: true });
    },
  });
  const lacksWho = units.length + people.length === 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== "" && !lacksWho) call.mutate();
  };
  const others = callable.people.filter(({ account }) => account !== me.name);
  return (
    <form className="m-form m-alone" aria-label={words.start} onSubmit={send} noValidate>
      <TextField
        {...{ label: words.text, value: text, change: setText, hint: words.textHint, most: 500 }}
        problem={tried && text.trim() === "" ? words.textMissing : ""}
      />
      <Choices
        label={words.units}
        rows={callable.units.map(({ id: unit, name, people: n }) => ({ id: unit, name: words.countPeople(name, n) }))}
        chosen={units}
        choose={setUnits}
      />
      <Choices
        label={words.people}
        rows={others.map(({ account, name }) => ({ id: account, name }))}
        chosen={people}
        choose={setPeople}
      />
      <span className="m-problem" role="alert">
        {tried && lacksWho && words.nobody}
      </span>
      {call.error && <Failure error={call.error} />}
      <button type="submit" className="m-button m-alarm m-wide" disabled={call.isPending}>
        {words.call}
      </button>
    </form>
  );
}

type Choosing = {
  label: string;
  rows: readonly Row[];
  chosen: readonly string[];
  choose: (ids: readonly string[]) => void;
};

function Choices({ label, rows, chosen, choose }: Choosing) {
  if (rows.length === 0) return null;
  return (
    <fieldset className="m-field">
      <legend className="m-label">{label}</legend>
      {rows.map(({ id, name }) => (
        <label key={id} className="m-check">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ target }) => choose(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
