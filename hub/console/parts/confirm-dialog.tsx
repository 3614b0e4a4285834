/** Another network: the person gives the password once more, and what waited for it goes on. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ApiError } from "../client/api-error.ts";
import { client } from "../client/client.ts";
import { isConfirmAsked, listenForConfirm, settleConfirm } from "../client/confirm.ts";
import { useWords } from "../i18n/language.tsx";
import { keys } from "../live/keys.ts";
import { confirmWords } from "./confirm-words.ts";
import { Failure } from "./failure.tsx";
import { Field } from "./field.tsx";

export function ConfirmDialog() {
  const isAsked = useSyncExternalStore(listenForConfirm, isConfirmAsked);
  return isAsked ? <Asked /> : null;
}

function Asked() {
  const words = useWords(confirmWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const account = useQuery({ queryKey: ["account"], queryFn: () => client.get("/api/me") });
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} className="ask" aria-labelledby="confirm-title" onClose={() => settleConfirm(false)}>
      <h2 id="confirm-title">{words.title}</h2>
      {account.data?.passwordSet === false ? (
        <ByOidc onCancel={close} />
      ) : (
        <ByPassword hasCode={account.data?.totp === "on"} onCancel={close} />
      )}
    </dialog>
  );
}

function ByOidc({ onCancel }: { onCancel(): void }) {
  const words = useWords(confirmWords);
  return (
    <>
      <p className="dim">{words.byOidc}</p>
      <div className="move-buttons">
        <Button type="primary" href={client.address("/api/oidc/leave")}>
          {words.oidc}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
    </>
  );
}

function ByPassword({ hasCode, onCancel }: { hasCode: boolean; onCancel(): void }) {
  const words = useWords(confirmWords);
  const cache = useQueryClient();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const confirm = useMutation({
    mutationFn: (body: { password: string; code?: string }) => client.post("/api/session/confirm", { body }),
    onSuccess: (me) => {
      cache.setQueryData(keys.session, me);
      settleConfirm(true);
    },
  });
  const asksCode = hasCode || isCodeLacking(confirm.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (password === "" || (asksCode && code.trim() === "")) return;
    confirm.mutate({ password, ...(asksCode ? { code: code.trim() } : {}) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="dim">{words.text}</p>
      <Field label={words.password} problem={tried && password === "" ? words.passwordMissing : ""}>
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
      {asksCode && (
        <Field label={words.code} hint={words.codeHint} problem={tried && code.trim() === "" ? words.codeMissing : ""}>
          {(props) => (
            <Input
              {...props}
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
      )}
      {confirm.error && !isCodeLacking(confirm.error) && <Failure error={confirm.error} />}
      <div className="move-buttons">
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {words.submit}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
    </form>
  );
}

function isCodeLacking(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.code === "TOTP_REQUIRED";
}
