/** Tokens for programs: made with some of one's own rights, shown once, revoked. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import InputNumber from "antd/es/input-number";
import Select from "antd/es/select";
import { type FormEvent, useState } from "react";
import type { Me, TokenView } from "../../../http/account-views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { calls, type TokenWish } from "./calls.ts";
import { accountWords } from "./words.ts";

const key = ["account", "tokens"];
const dayMs = 86_400_000;

export function TokensPanel({ me }: { me: Me }) {
  const words = useWords(accountWords).tokens;
  const client = useQueryClient();
  const tokens = useQuery({ queryKey: key, queryFn: calls.tokens });
  const [isOpen, setOpen] = useState(false);
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const make = useMutation({ mutationFn: calls.makeToken, onSuccess: refresh });
  const revoke = useMutation({ mutationFn: calls.revokeToken, onSettled: refresh });
  const close = () => {
    setOpen(false);
    make.reset();
  };
  return (
    <Panel title={words.title} side={!isOpen && <Button onClick={() => setOpen(true)}>{words.make}</Button>}>
      <p className="dim">{words.lead}</p>
      {make.data?.token !== undefined && (
        <div role="status" className="account-form">
          <p>{words.told}</p>
          <CopyId id={make.data.token} />
          <Button onClick={close}>{words.kept}</Button>
        </div>
      )}
      {isOpen && make.data === undefined && <TokenForm me={me} make={make.mutate} isBusy={make.isPending} />}
      {[make.error, revoke.error, tokens.error].map((error) => error && <Failure key={error.message} error={error} />)}
      {tokens.data?.length === 0 && make.data === undefined && <p className="dim">{words.empty}</p>}
      <ul className="account-list">
        {tokens.data?.map((token) => (
          <TokenRow key={token.id} token={token} revoke={() => revoke.mutate(token.id)} />
        ))}
      </ul>
    </Panel>
  );
}

function TokenRow({ token, revoke }: { token: TokenView; revoke(): void }) {
  const { language } = useSpeech();
  const { tokens: words, rights } = useWords(accountWords);
  const { name, expiresAt, usedAt, revokedAt } = token;
  const state = revokedAt !== null ? words.revoked : expiresAt <= now() ? words.over : null;
  const used = usedAt === null ? words.never : momentText(usedAt, now(), language);
  return (
    <li>
      <span className="account-what">
        <b>{name}</b>
        <span className="dim">
          {token.rights.map((right) => rights[right]).join(" · ")} · {words.ends}{" "}
          {momentText(expiresAt, now(), language)} · {words.used} {used}
        </span>
      </span>
      {state === null ? <Button onClick={revoke}>{words.revoke}</Button> : <span className="dim">{state}</span>}
    </li>
  );
}

type FormProps = { me: Me; make(wish: TokenWish): void; isBusy: boolean };

function TokenForm({ me, make, isBusy }: FormProps) {
  const { tokens: words, rights: names } = useWords(accountWords);
  const [name, setName] = useState("");
  const [rights, setRights] = useState<TokenWish["rights"]>(["look"]);
  const [days, setDays] = useState(90);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && rights.length > 0)
      make({ name: name.trim(), rights, areas: null, expiresAt: now() + days * dayMs });
  };
  return (
    <form onSubmit={submit} noValidate className="account-form">
      <Field label={words.name} hint={words.nameHint}>
        {(props) => (
          <Input {...props} autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={words.rights}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={rights}
            onChange={setRights}
            options={me.rights.map((right) => ({ value: right, label: names[right] }))}
          />
        )}
      </Field>
      <Field label={words.days}>
        {({ id }) => <InputNumber id={id} min={1} max={730} value={days} onChange={(value) => setDays(value ?? 90)} />}
      </Field>
      <Button htmlType="submit" loading={isBusy}>
        {words.make}
      </Button>
    </form>
  );
}
