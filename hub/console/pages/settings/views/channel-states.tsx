/** How each channel is: what it lacks, what waits; its secrets, which are entered and never shown; a test message; the latest notices. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { ChannelView } from "../../../../http/notify-views.ts";
import { useWords } from "../../../i18n/language.tsx";
import { useMay } from "../../../me/use-may.ts";
import { Age } from "../../../parts/age.tsx";
import { Failure } from "../../../parts/failure.tsx";
import { Field } from "../../../parts/field.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { SeverityMark } from "../../../parts/severity-mark.tsx";
import { Waiting } from "../../../parts/waiting.tsx";
import { calls } from "../calls.ts";
import { useChannels, useNotices } from "../queries.ts";
import { settingsWords } from "../words.ts";

export function ChannelStates() {
  const words = useWords(settingsWords);
  const { data, error, refetch } = useChannels();
  return (
    <Panel title={words.channels.state}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : !data ? <Waiting rows={2} /> : null}
      {data?.length === 0 && <p className="dim">{words.channels.none}</p>}
      <ul className="faults">
        {data?.map((channel) => (
          <ChannelState key={channel.id} channel={channel} />
        ))}
      </ul>
    </Panel>
  );
}

function ChannelState({ channel }: { channel: ChannelView }) {
  const words = useWords(settingsWords);
  const { id, kind, title, state, lacking, waiting, secrets } = channel;
  const may = useMay("notify");
  const isReady = lacking.length === 0 && state === "on";
  const said =
    state === "off" ? words.channels.off : isReady ? words.channels.ready : words.channels.lacking(lacking.join("、"));
  return (
    <li className="channel">
      <p>
        <b>{title}</b> <span className="dim">{words.choices[kind] ?? kind}</span> ·{" "}
        <span className={isReady ? "" : "week-bad"}>{said}</span>
        {waiting > 0 && ` · ${words.channels.waiting(waiting)}`}
      </p>
      {may && secrets.length > 0 && <Secrets channel={channel} />}
      {may && <TryIt id={id} />}
    </li>
  );
}

function Secrets({ channel: { id, secrets, lacking } }: { channel: ChannelView }) {
  const words = useWords(settingsWords);
  const client = useQueryClient();
  const [typed, type] = useState<Record<string, string>>({});
  const put = useMutation({
    mutationFn: () =>
      calls.putSecrets(id, Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ""))),
    onSuccess: () => {
      type({});
      void client.invalidateQueries({ queryKey: ["channels"] });
    },
  });
  return (
    <form
      className="trial"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate();
      }}
    >
      {secrets.map((name) => (
        <Field key={name} label={`${words.channels.secrets} ${name}`} hint={words.channels.secretsHint}>
          {(control) => (
            <Input.Password
              {...control}
              autoComplete="new-password"
              visibilityToggle={false}
              placeholder={lacking.includes(name) ? words.channels.secretMissing : words.channels.secretSet}
              value={typed[name] ?? ""}
              onChange={(event) => type({ ...typed, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button htmlType="submit" loading={put.isPending} disabled={Object.values(typed).every((value) => value === "")}>
        {words.channels.keep}
      </Button>
      {put.error && <Failure error={put.error} />}
      {put.isSuccess && <p role="status">{words.channels.kept}</p>}
    </form>
  );
}

function TryIt({ id }: { id: string }) {
  const words = useWords(settingsWords);
  const [to, setTo] = useState("");
  const trial = useMutation({ mutationFn: () => calls.tryChannel(id, to) });
  return (
    <div className="trial">
      <Input
        className="row-search"
        aria-label={words.channels.to}
        placeholder={words.channels.to}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button loading={trial.isPending} onClick={() => trial.mutate()}>
        {words.channels.test}
      </Button>
      {trial.error && <Failure error={trial.error} />}
      {trial.data && (
        <p role="status">
          {words.channels.result[trial.data.result]} {trial.data.error}{" "}
          <span className="dim">{words.channels.took(trial.data.tookMs)}</span>
        </p>
      )}
    </div>
  );
}

export function NoticeLog() {
  const words = useWords(settingsWords);
  const { data, error, refetch } = useNotices();
  return (
    <Panel title={words.channels.log}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : !data ? <Waiting rows={2} /> : null}
      {data?.length === 0 && <p className="dim">{words.channels.logNone}</p>}
      <ul className="faults">
        {data?.map((notice) => (
          <li key={`${notice.id} ${notice.channel} ${notice.at}`} className="channel">
            <p>
              <SeverityMark severity={notice.severity} quiet /> {notice.to} · {notice.channel} ·{" "}
              <Age at={notice.endedAt ?? notice.at} />{" "}
              <b className={notice.result === "refused" ? "week-bad" : ""}>{words.channels.notice[notice.result]}</b>
              {notice.late && ` · ${words.channels.late}`}
            </p>
            <p className="notice-text">{notice.text}</p>
            {notice.error && <p className="field-problem">{notice.error}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
