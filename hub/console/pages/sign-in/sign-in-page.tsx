/** The way in; after it the page that was asked for appears. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { lazy, Suspense, useState } from "react";
import { ApiError } from "../../client/api-error.ts";
import { useSignIn } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { oidcAddress, readDoor } from "./calls.ts";
import { DoorCard } from "./door-card.tsx";
import { refusalIn } from "./refusal.ts";
import { doorWords } from "./words.ts";

/** Each seen once in the life of an account. */
const FirstAdministratorPage = lazy(async () => ({
  default: (await import("./first-administrator-page.tsx")).FirstAdministratorPage,
}));
const SetPasswordPage = lazy(async () => ({ default: (await import("./set-password-page.tsx")).SetPasswordPage }));

export function SignInPage() {
  const door = useQuery({ queryKey: ["door"], queryFn: readDoor, staleTime: Number.POSITIVE_INFINITY });
  const [way, setWay] = useState<"password" | "code">(() => (invitedName() === "" ? "password" : "code"));
  if (door.data?.setup)
    return (
      <Suspense fallback={<Waiting />}>
        <FirstAdministratorPage />
      </Suspense>
    );
  if (way === "code")
    return (
      <Suspense fallback={<Waiting />}>
        <SetPasswordPage name={invitedName()} onBack={() => setWay("password")} />
      </Suspense>
    );
  return <PasswordPage oidc={door.data?.oidc === true} onCode={() => setWay("code")} />;
}

function PasswordPage({ oidc, onCode }: { oidc: boolean; onCode(): void }) {
  const { t } = useSpeech();
  const words = useWords(doorWords);
  const signIn = useSignIn();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asks, setAsks] = useState(false);
  const [tried, setTried] = useState(false);
  const refusal = refusalIn(location.search);
  const submit = () => {
    setTried(true);
    if (name.trim() === "" || password === "" || (asks && code.trim() === "")) return;
    const given = { name: name.trim(), password, ...(asks ? { code: code.trim() } : {}) };
    signIn.mutate(given, { onError: (error) => setAsks(asks || isCodeLacking(error)) });
  };
  const again = () => {
    setAsks(false);
    setCode("");
    setPassword("");
    signIn.reset();
  };
  return (
    <DoorCard title={t.signIn.title} lead={t.tagline} onSubmit={submit}>
      <Field label={t.signIn.name} problem={tried && name.trim() === "" ? t.signIn.nameMissing : ""}>
        {(props) => (
          <Input
            {...props}
            autoComplete="username"
            autoCapitalize="none"
            autoFocus
            disabled={asks}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {!asks && (
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
      )}
      {asks && (
        <Field
          label={words.code}
          hint={words.codeHint}
          problem={signIn.isIdle && code.trim() === "" ? words.codeMissing : ""}
        >
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
      )}
      {signIn.error && !isCodeLacking(signIn.error) && <Failure error={signIn.error} />}
      {signIn.isIdle && refusal !== null && <Failure error={refusal} />}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t.signIn.submit}
      </Button>
      {asks && (
        <Button type="link" block onClick={again}>
          {words.back}
        </Button>
      )}
      {oidc && !asks && (
        <Button block href={oidcAddress} className="sign-in-other">
          {words.oidc}
        </Button>
      )}
      {!asks && (
        <p className="fine">
          {words.forgot}{" "}
          <Button type="link" size="small" onClick={onCode}>
            {words.haveCode}
          </Button>
        </p>
      )}
    </DoorCard>
  );
}

function isCodeLacking(error: Error): boolean {
  return error instanceof ApiError && error.problem.code === "TOTP_REQUIRED";
}

/** The link an administrator sends holds the name; the code itself is told beside it. */
function invitedName(): string {
  return new URLSearchParams(location.search).get("invited") ?? "";
}
