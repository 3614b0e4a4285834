/** Adds somebody, or changes who is there. */
import { useMutation, useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { type FormEvent, useState } from "react";
import type { InviteView, PersonView } from "../../../http/account-views.ts";
import { useUnits } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { mergeDraft } from "../../order/merge-draft.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { calls, type PersonWish } from "./calls.ts";
import { PersonActs } from "./person-acts.tsx";
import { useAreas, useRoles } from "./person-row.tsx";
import { peopleWords } from "./words.ts";

type Props = { person: PersonView | null; onDone(invite: InviteView | null): void; onCancel(): void };
/** `newest`: reads the person again; answers them as they are now. */
type FormProps = Props & { newest?: () => Promise<PersonView | undefined> };

/** Reads the person once: what others change meanwhile is not mixed into what is typed. */
export function EditPerson({ name, ...props }: Omit<Props, "person"> & { name: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["person", name],
    queryFn: () => calls.person(name),
    ...{ gcTime: 0, refetchInterval: false, refetchOnWindowFocus: false, structuralSharing: false },
  });
  const newest = async () => (await refetch()).data;
  if (data) return <PersonForm {...props} person={data} newest={newest} />;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={4} />;
}

const nobody: PersonWish = { display: "", role: "operator", unit: null, areas: [], phone: null };

export function PersonForm({ person: seen, onDone, onCancel, newest }: FormProps) {
  const { say } = useSpeech();
  const words = useWords(peopleWords);
  const [person, setPerson] = useState(seen);
  const [name, setName] = useState(person?.name ?? "");
  const [wish, setWish] = useState<PersonWish>(() => (person === null ? nobody : wishOf(person)));
  const [tried, setTried] = useState(false);
  const [roles, areas, units] = [useRoles().data ?? [], useAreas().data ?? [], useUnits().data ?? []];
  const isLimited = roles.find(({ id }) => id === wish.role)?.sees === "areas";
  const set = (more: Partial<PersonWish>) => setWish({ ...wish, ...more });
  const save = useMutation({
    mutationFn: async (): Promise<InviteView | null> => {
      if (person === null) return calls.add({ name: name.trim(), ...wish });
      await calls.change(name, { ...wish, active: person.active }, person);
      return null;
    },
    onSuccess: onDone,
  });
  const takeNewest = async () => {
    const now = await newest?.();
    if (person === null || now === undefined) return;
    setWish((mine) => mergeDraft(wishOf(person), mine, wishOf(now)));
    setPerson(now);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || wish.display.trim() === "" || (isLimited && wish.areas.length === 0)) return;
    save.mutate();
  };
  return (
    <form className="panel account-form" onSubmit={submit} noValidate aria-label={person?.display ?? words.add}>
      {person === null && (
        <Field label={words.name} hint={words.nameHint} problem={tried && name.trim() === "" ? words.missing : ""}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              autoCapitalize="none"
              maxLength={64}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={words.display} problem={tried && wish.display.trim() === "" ? words.missing : ""}>
        {(props) => (
          <Input
            {...props}
            maxLength={100}
            value={wish.display}
            onChange={(event) => set({ display: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.role}>
        {({ id }) => (
          <Select
            id={id}
            value={wish.role}
            onChange={(role) => set({ role })}
            options={roles.map((role) => ({ value: role.id, label: say(role.name) }))}
          />
        )}
      </Field>
      {isLimited && (
        <Field
          label={words.areas}
          hint={words.areasHint}
          problem={tried && wish.areas.length === 0 ? words.pickArea : ""}
        >
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              showSearch={{ optionFilterProp: "label" }}
              value={wish.areas}
              onChange={(chosen) => set({ areas: chosen })}
              options={areas.map((area) => ({ value: area.id, label: area.name }))}
            />
          )}
        </Field>
      )}
      <Field label={words.unit}>
        {({ id }) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: "label" }}
            value={wish.unit ?? ""}
            onChange={(unit) => set({ unit: unit === "" ? null : unit })}
            options={[
              { value: "", label: words.noUnit },
              ...units.map((unit) => ({ value: unit.id, label: unit.name })),
            ]}
          />
        )}
      </Field>
      <Field label={words.phone} hint={words.phoneHint}>
        {(props) => (
          <Input
            {...props}
            inputMode="tel"
            maxLength={30}
            value={wish.phone ?? ""}
            onChange={(event) => set({ phone: event.target.value || null })}
          />
        )}
      </Field>
      {save.error && <Failure error={save.error} newest={() => void takeNewest()} />}
      <div className="new-gateway-acts">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {person === null ? words.add : words.save}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
      {person !== null && <PersonActs person={person} onDone={onDone} newest={() => void takeNewest()} />}
    </form>
  );
}

function wishOf({ display, role, unit, areas, phone }: PersonView): PersonWish {
  return { display, role, unit, areas, phone };
}
