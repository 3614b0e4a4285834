/** One-time codes: set up by a picture and a first code, then the recovery codes, once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import QRCode from "antd/es/qr-code";
import { type FormEvent, useState } from "react";
import type { AccountView, TotpSetup } from "../../../http/account-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { keys } from "../../live/keys.ts";
import { CopyId } from "../../parts/copy-id.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { calls } from "./calls.ts";
import { accountWords } from "./words.ts";

export function TotpPanel({ account }: { account: AccountView }) {
  const words = useWords(accountWords).totp;
  const client = useQueryClient();
  const [codes, setCodes] = useState<string[] | null>(null);
  const start = useMutation({ mutationFn: calls.startTotp });
  const refresh = () => {
    start.reset();
    void client.invalidateQueries({ queryKey: ["account"] });
    void client.invalidateQueries({ queryKey: keys.session });
  };
  if (codes !== null)
    return (
      <Panel title={words.title}>
        <p>{words.recovery}</p>
        <ul className="account-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Button type="primary" onClick={() => setCodes(null)}>
          {words.kept}
        </Button>
      </Panel>
    );
  return (
    <Panel title={words.title}>
      <p>{account.totp === "on" ? words.on(account.recoveryLeft) : words.off}</p>
      {account.totp === "on" && <SwitchOff onDone={refresh} />}
      {account.totp === "off" && !start.data && (
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          {words.start}
        </Button>
      )}
      {start.error && <Failure error={start.error} />}
      {start.data && (
        <Prove
          setup={start.data}
          onDone={(told) => {
            setCodes(told);
            refresh();
          }}
        />
      )}
    </Panel>
  );
}

function Prove({ setup, onDone }: { setup: TotpSetup; onDone(codes: string[]): void }) {
  const words = useWords(accountWords).totp;
  const [code, setCode] = useState("");
  const prove = useMutation({ mutationFn: calls.switchTotpOn, onSuccess: ({ codes }) => onDone(codes) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") prove.mutate(code.trim());
  };
  return (
    <form onSubmit={submit} noValidate className="account-form">
      <p>{words.scan}</p>
      <QRCode value={setup.uri} size={176} bordered={false} />
      <p className="fine">
        {words.byHand} <CopyId id={setup.secret} />
      </p>
      <Field label={words.code}>
        {(props) => (
          <Input
            {...props}
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      {prove.error && <Failure error={prove.error} />}
      <Button htmlType="submit" loading={prove.isPending}>
        {words.confirm}
      </Button>
    </form>
  );
}

function SwitchOff({ onDone }: { onDone(): void }) {
  const words = useWords(accountWords).totp;
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const off = useMutation({ mutationFn: calls.switchTotpOff, onSuccess: onDone });
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{words.stop}</Button>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== "") off.mutate(password);
  };
  return (
    <form onSubmit={submit} noValidate className="account-form">
      <Field label={words.stopPassword}>
        {(props) => (
          <Input.Password
            {...props}
            autoFocus
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {off.error && <Failure error={off.error} />}
      <Button htmlType="submit" danger loading={off.isPending}>
        {words.stop}
      </Button>
    </form>
  );
}
