/** The first visit: who has the set-up code becomes the administrator. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { keys } from "../../live/keys.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { setUp } from "./calls.ts";
import { DoorCard } from "./door-card.tsx";
import { isPassword, NewPasswordFields, noPassword } from "./new-password.tsx";
import { doorWords } from "./words.ts";

const fields = ["code", "name", "display"] as const;

export function FirstAdministratorPage() {
  const words = useWords(doorWords);
  const client = useQueryClient();
  const [given, setGiven] = useState({ code: "", name: "", display: "" });
  const [password, setPassword] = useState(noPassword);
  const [tried, setTried] = useState(false);
  const make = useMutation({ mutationFn: setUp, onSuccess: (me) => client.setQueryData(keys.session, me) });
  const submit = () => {
    setTried(true);
    if (isPassword(password) && fields.every((field) => given[field].trim() !== ""))
      make.mutate({ ...given, name: given.name.trim(), password: password.first });
  };
  const hints = { code: words.setup.codeHint, name: words.setup.nameHint, display: "" };
  return (
    <DoorCard title={words.setup.title} lead={words.setup.lead} onSubmit={submit}>
      {fields.map((field) => (
        <Field
          key={field}
          label={words.setup[field]}
          hint={hints[field]}
          problem={tried && given[field].trim() === "" ? words.missing : ""}
        >
          {(props) => (
            <Input
              {...props}
              autoComplete={field === "name" ? "username" : "off"}
              autoCapitalize="none"
              autoFocus={field === "code"}
              value={given[field]}
              onChange={(event) => setGiven({ ...given, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <NewPasswordFields value={password} tried={tried} onChange={setPassword} />
      {make.error && <Failure error={make.error} />}
      <Button type="primary" htmlType="submit" block loading={make.isPending}>
        {words.setup.submit}
      </Button>
    </DoorCard>
  );
}
