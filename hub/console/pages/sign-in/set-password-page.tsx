/** Who got a code from an administrator sets a password and is in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { keys } from "../../live/keys.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { setPassword as send } from "./calls.ts";
import { DoorCard } from "./door-card.tsx";
import { isPassword, NewPasswordFields, noPassword } from "./new-password.tsx";
import { doorWords } from "./words.ts";

type Props = { name: string; onBack(): void };

export function SetPasswordPage({ name: known, onBack }: Props) {
  const { t } = useSpeech();
  const words = useWords(doorWords);
  const client = useQueryClient();
  const [name, setName] = useState(known);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const set = useMutation({ mutationFn: send, onSuccess: (me) => client.setQueryData(keys.session, me) });
  const submit = () => {
    setTried(true);
    if (name.trim() !== "" && code.trim() !== "" && isPassword(password))
      set.mutate({ name: name.trim(), code, password: password.first });
  };
  return (
    <DoorCard title={words.invited.title} lead={words.invited.lead} onSubmit={submit}>
      <Field label={t.signIn.name} problem={tried && name.trim() === "" ? t.signIn.nameMissing : ""}>
        {(props) => (
          <Input
            {...props}
            autoComplete="username"
            autoCapitalize="none"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.invited.code} problem={tried && code.trim() === "" ? words.missing : ""}>
        {(props) => (
          <Input
            {...props}
            autoComplete="one-time-code"
            autoFocus
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordFields value={password} tried={tried} onChange={setPassword} />
      {set.error && <Failure error={set.error} />}
      <Button type="primary" htmlType="submit" block loading={set.isPending}>
        {words.invited.submit}
      </Button>
      <Button type="link" block onClick={onBack}>
        {words.invited.back}
      </Button>
    </DoorCard>
  );
}
