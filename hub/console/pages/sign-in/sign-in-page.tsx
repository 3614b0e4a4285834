/** The way in; after it the page that was asked for appears. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useEffect, useState } from "react";
import { useSpeech } from "../../i18n/language.tsx";
import { Brand } from "../../parts/brand.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { LaneArt } from "../../parts/lane-art.tsx";
import { useSignIn } from "../../queries.ts";
import { Preferences } from "../../shell/preferences.tsx";

export function SignInPage() {
  const { t } = useSpeech();
  const signIn = useSignIn();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  useEffect(() => {
    document.title = `${t.signIn.title} · ${t.name}`;
  }, [t]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && password !== "") signIn.mutate({ name: name.trim(), password });
  };
  return (
    <main className="sign-in">
      <div className="sign-in-top">
        <Brand />
        <Preferences />
      </div>
      <form className="sign-in-card" onSubmit={submit} noValidate aria-label={t.signIn.title}>
        <LaneArt />
        <h1>{t.signIn.title}</h1>
        <p className="dim">{t.tagline}</p>
        <Field label={t.signIn.name} problem={tried && name.trim() === "" ? t.signIn.nameMissing : ""}>
          {(props) => (
            <Input
              {...props}
              autoComplete="username"
              autoCapitalize="none"
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.signIn.password} problem={tried && password === "" ? t.signIn.passwordMissing : ""}>
          {(props) => (
            <Input.Password
              {...props}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {signIn.error && <Failure error={signIn.error} />}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t.signIn.submit}
        </Button>
        <p className="fine">{t.signIn.hint}</p>
      </form>
    </main>
  );
}
