/** Changes the password; the person's other browsers are signed out. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useState } from "react";
import type { AccountView } from "../../../http/account-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { isPassword, NewPasswordFields, noPassword } from "../sign-in/new-password.tsx";
import { calls } from "./calls.ts";
import { accountWords } from "./words.ts";

export function PasswordPanel({ account }: { account: AccountView }) {
  const words = useWords(accountWords).password;
  const client = useQueryClient();
  const [old, setOld] = useState("");
  const [password, setPassword] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: calls.changePassword,
    onSuccess: () => {
      setOld("");
      setPassword(noPassword);
      setTried(false);
      void client.invalidateQueries({ queryKey: ["account"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (old !== "" && isPassword(password)) change.mutate({ old, new: password.first });
  };
  if (!account.passwordSet)
    return (
      <Panel title={words.title}>
        <p>{words.byOthers}</p>
      </Panel>
    );
  return (
    <Panel title={words.title}>
      <form onSubmit={submit} noValidate className="account-form">
        <Field label={words.old}>
          {(props) => (
            <Input.Password
              {...props}
              autoComplete="current-password"
              value={old}
              onChange={(event) => setOld(event.target.value)}
            />
          )}
        </Field>
        <NewPasswordFields value={password} tried={tried} onChange={setPassword} />
        {change.error && <Failure error={change.error} />}
        {change.isSuccess && <p role="status">{words.done}</p>}
        <Button htmlType="submit" loading={change.isPending}>
          {words.submit}
        </Button>
      </form>
    </Panel>
  );
}
