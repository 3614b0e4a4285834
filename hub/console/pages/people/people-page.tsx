/** Everybody who has an account: found, added, changed, deactivated. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { useSearchParams } from "wouter";
import type { InviteView, PersonView } from "../../../http/account-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { calls } from "./calls.ts";
import { Invited } from "./invited.tsx";
import { EditPerson, PersonForm } from "./person-form.tsx";
import { PersonRow } from "./person-row.tsx";
import { peopleWords } from "./words.ts";

export default function PeoplePage() {
  const { t } = useSpeech();
  const words = useWords(peopleWords);
  const client = useQueryClient();
  const people = useQuery({ queryKey: ["people"], queryFn: calls.people });
  const [asked, ask] = useSearchParams();
  const [invited, setInvited] = useState<InviteView | null>(null);
  const q = asked.get("q") ?? "";
  const open = asked.get("person");
  const show = (person: string | null) => ask((now) => changed(now, "person", person), { replace: true });
  const refresh = () => void client.invalidateQueries({ queryKey: ["people"] });
  const told = (invite: InviteView | null) => {
    setInvited(invite);
    show(null);
    refresh();
  };
  if (people.error) return <Failure error={people.error} retry={() => void people.refetch()} />;
  if (!people.data) return <Waiting />;
  const shown = people.data.filter((one) => fits(one, q));
  const add = (
    <Button type={open === null ? "primary" : "default"} onClick={() => show("+")}>
      {words.add}
    </Button>
  );
  return (
    <Page
      title={words.title}
      back={{ href: "/settings", text: t.nav.settings }}
      lead={words.lead(people.data.filter(({ active }) => active).length)}
      side={open !== "+" && add}
    >
      {invited && <Invited invite={invited} onDone={() => setInvited(null)} />}
      {open === "+" && <PersonForm person={null} onDone={told} onCancel={() => show(null)} />}
      <Input
        className="people-find"
        type="search"
        allowClear
        aria-label={words.find}
        placeholder={words.find}
        value={q}
        onChange={(event) => ask((now) => changed(now, "q", event.target.value || null), { replace: true })}
      />
      {shown.length === 0 && <Quiet title={words.empty} />}
      <ul className="panel account-list people">
        {shown.map((person) =>
          person.name === open ? (
            <li key={person.name}>
              <EditPerson name={person.name} onDone={told} onCancel={() => show(null)} />
            </li>
          ) : (
            <PersonRow key={person.name} person={person} onEdit={() => show(person.name)} />
          ),
        )}
      </ul>
    </Page>
  );
}

function changed(now: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(now);
  if (value === null) next.delete(name);
  else next.set(name, value);
  return next;
}

function fits({ name, display, phone }: PersonView, q: string): boolean {
  const plain = q.trim().toLowerCase();
  return [name, display, phone ?? ""].some((text) => text.toLowerCase().includes(plain));
}
