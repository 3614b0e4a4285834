/** The posture: which it is, what a switch changes, the switch with its reason, and every switch there was. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { PostureView as Posture } from "../../../../http/views.ts";
import { useCalled } from "../../../called/use-called.ts";
import { useNames } from "../../../called/use-names.ts";
import { client } from "../../../client/client.ts";
import { now } from "../../../clock/clock.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { keys } from "../../../live/keys.ts";
import { useMay } from "../../../me/use-may.ts";
import { Failure } from "../../../parts/failure.tsx";
import { Field } from "../../../parts/field.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { Waiting } from "../../../parts/waiting.tsx";
import { momentText } from "../../../words/moment.ts";
import { calls, type PostureLevel } from "../calls.ts";
import { usePosture } from "../queries.ts";
import { settingsWords } from "../words.ts";

export function PosturePage() {
  const { data, error, refetch } = usePosture();
  if (data) return <Loaded posture={data} />;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />;
}

function Loaded({ posture }: { posture: Posture }) {
  const words = useWords(settingsWords);
  const { say, language } = useSpeech();
  const may = useMay("posture");
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });
  const nameOf = useNames(posture.history.map(({ by }) => by));
  return (
    <>
      <Panel title={words.posture.now}>
        <p className="posture-now">
          <b>{say(posture.title)}</b>{" "}
          <span className="dim">
            {posture.since === undefined ? words.posture.never : words.posture.since(moment(posture.since))}
          </span>
        </p>
      </Panel>
      {may && <Switch posture={posture} />}
      <Panel title={words.posture.history}>
        {posture.history.length === 0 && <p className="dim">{words.posture.never}</p>}
        <ol className="versions">
          {posture.history.map(({ at, by, title, reason }) => (
            <li key={at}>
              <p>
                <b>{say(title)}</b> {moment(at)} · {nameOf(by)} <span className="dim">{reason}</span>
              </p>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

function Switch({ posture }: { posture: Posture }) {
  const words = useWords(settingsWords);
  const { say } = useSpeech();
  const client = useQueryClient();
  const [level, setLevel] = useState<PostureLevel>(posture.level);
  const [reason, setReason] = useState("");
  const [isMissing, miss] = useState(false);
  const wanted = posture.levels.find((each) => each.level === level);
  const change = useMutation({
    mutationFn: () => calls.switchPosture(level, reason, posture),
    onSuccess: () => setReason(""),
    onSettled: () => client.invalidateQueries({ queryKey: keys.posture }),
  });
  const submit = () => {
    miss(reason.trim() === "");
    if (reason.trim() !== "") change.mutate();
  };
  return (
    <Panel title={words.posture.switchTo}>
      <div className="filters posture-levels">
        {posture.levels.map((each) => (
          <button
            key={each.level}
            type="button"
            className="filter posture-level"
            aria-pressed={each.level === level}
            aria-current={each.level === level ? "true" : undefined}
            onClick={() => setLevel(each.level)}
          >
            {say(each.title)}
          </button>
        ))}
      </div>
      {wanted && <Preview level={wanted} />}
      {level === posture.level ? (
        <p className="dim">{words.posture.same}</p>
      ) : (
        <>
          <Field
            label={words.posture.reason}
            hint={words.posture.reasonHint}
            problem={isMissing ? words.posture.reasonMissing : ""}
          >
            {(control) => (
              <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
          <Button type="primary" loading={change.isPending} onClick={submit}>
            {words.posture.submit(wanted ? say(wanted.title) : level)}
          </Button>
        </>
      )}
      {change.error && <Failure error={change.error} newest={change.reset} />}
    </Panel>
  );
}

function Preview({ level: { measures, digestFrom } }: { level: Posture["levels"][number] }) {
  const words = useWords(settingsWords);
  const touched = useQuery({
    queryKey: ["posture", "devices"],
    queryFn: () => client.get("/api/posture/devices"),
    staleTime: 60_000,
  }).data;
  const called = useCalled();
  const lines = Object.entries(measures).flatMap(([measure, { interval, above }]) => {
    const what = words.posture.measures[measure] ?? measure;
    const rows = touched?.filter((row) => row.measures === measure) ?? [];
    const classes = rows.map(({ className, class: code, devices }) =>
      words.posture.ofClass(className === undefined ? (code ?? words.posture.noClass) : called(className), devices),
    );
    const many = rows.reduce((sum, { devices }) => sum + devices, 0);
    if (interval === 1 && above === 1) return [];
    return [
      ...(interval === 1 ? [] : [words.posture.interval(what, percent(interval))]),
      ...(above === 1 ? [] : [words.posture.above(what, percent(above))]),
      ...(touched === undefined ? [] : [words.posture.touches(what, many, classes.join(words.posture.between))]),
    ];
  });
  const digest = digestFrom === undefined ? words.posture.noDigest : (words.posture.digest[digestFrom] ?? "");
  return (
    <section className="compared" aria-label={words.posture.preview}>
      <h3>{words.posture.preview}</h3>
      <ul className="changes">
        {lines.length === 0 && <li>{words.posture.nothing}</li>}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>{digest}</li>
      </ul>
    </section>
  );
}

function percent(factor: number): string {
  return `${Math.round(factor * 100)}%`;
}
