/** How the flows are, what they ask and decided, and what happens without them. */
import { BranchesOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { Link } from "wouter";
import { useNames } from "../../called/use-names.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Age } from "../../parts/age.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { calls, most, mostQuestions } from "./calls.ts";
import { EditorBack } from "./editor-back.tsx";
import { Listed } from "./listed.tsx";
import { flowsWords } from "./words.ts";

const oftenMs = 5_000;
const seldomMs = 30_000;

export default function FlowsPage() {
  const words = useWords(flowsWords);
  return (
    <Page title={words.title} lead={words.lead}>
      <EditorBack />
      <State />
      <Questions />
      <Decisions />
      <Said />
      <Deploys />
      <Panel title={words.downTitle}>
        <ul className="changes">
          {words.down.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

function State() {
  const words = useWords(flowsWords);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["flows"], queryFn: calls.flows, refetchInterval: oftenMs });
  const may = useMay("flows");
  const restart = useMutation({
    mutationFn: calls.restart,
    onSuccess: () => void client.invalidateQueries({ queryKey: ["flows"] }),
  });
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={3} />;
  const { state, listening, ends, rssMb, deadlineMs } = data;
  const hasEditor = state === "up" || state === "safe";
  const { name, text } = words.states[state];
  return (
    <Panel title={`${words.state}：${name}`} className={hasEditor && state === "up" ? "" : "flows-down"}>
      <p>{text}</p>
      <Facts
        facts={[
          { name: words.facts.listening, value: words.count(listening) },
          { name: words.facts.ends, value: words.times(ends) },
          ...(rssMb === undefined ? [] : [{ name: words.facts.memory, value: words.megabytes(Math.round(rssMb)) }]),
          { name: words.facts.deadline, value: words.seconds(String(deadlineMs / 1000)) },
        ]}
      />
      <div className="row-acts">
        {!may ? (
          <span className="dim">{words.editorRight}</span>
        ) : hasEditor ? (
          <Button icon={<BranchesOutlined aria-hidden />} {...fileLink("/flows/", inNewTab)}>
            {words.editor}
          </Button>
        ) : (
          <span className="dim">{words.editorDown}</span>
        )}
        {may && state !== "off" && (
          <Button title={words.restartHint} loading={restart.isPending} onClick={() => restart.mutate()}>
            {words.restart}
          </Button>
        )}
        {restart.isSuccess && state !== "up" && <span role="status">{words.restarting}</span>}
      </div>
      {restart.error && <Failure error={restart.error} />}
    </Panel>
  );
}

function Questions() {
  const words = useWords(flowsWords);
  const { say } = useSpeech();
  const client = useQueryClient();
  const questions = useQuery({ queryKey: ["flow-questions"], queryFn: calls.questions, refetchInterval: oftenMs });
  const answer = useMutation({
    mutationFn: ({ id, yes }: { id: string; yes: boolean }) => calls.answer(id, yes ? "yes" : "no"),
    onSettled: () => void client.invalidateQueries({ queryKey: ["flow-questions"] }),
  });
  const nameOf = useNames((questions.data ?? []).map(({ by }) => by));
  const waiting = questions.data?.filter(({ state }) => state === "open").length ?? 0;
  // The one that waits longest is the screen's one primary action.
  const first = questions.data?.filter(({ state }) => state === "open").sort((a, b) => a.at - b.at)[0]?.id;
  return (
    <>
      <Listed
        title={words.questions}
        none={words.questionsNone}
        query={questions}
        most={Math.min(mostQuestions - 1, Math.max(most, waiting))}
      >
        {({ id, text, at, state, by }) => (
          <li key={id} className="channel">
            <p>{say(text)}</p>
            <p className="fine">
              <Age at={at} /> · {words.answered[state]} {nameOf(by ?? "")}
            </p>
            {state === "open" && (
              <div className="row-acts">
                <Button
                  type={id === first ? "primary" : "default"}
                  disabled={answer.isPending}
                  onClick={() => answer.mutate({ id, yes: true })}
                >
                  {words.yes}
                </Button>
                <Button disabled={answer.isPending} onClick={() => answer.mutate({ id, yes: false })}>
                  {words.no}
                </Button>
              </div>
            )}
          </li>
        )}
      </Listed>
      {answer.error && <Failure error={answer.error} />}
    </>
  );
}

function Decisions() {
  const words = useWords(flowsWords);
  const { say } = useSpeech();
  const decisions = useQuery({ queryKey: ["flow-decisions"], queryFn: calls.decisions, refetchInterval: seldomMs });
  return (
    <Listed title={words.decisions} none={words.decisionsNone} query={decisions} most={most}>
      {({ ticket, title, place, state, by, reason, askedAt, decidedAt }) => (
        <li key={`${ticket} ${askedAt}`} className="channel">
          <p>
            <Link href={`/tickets/${ticket}`}>
              <b>{place}</b> {say(title)}
            </Link>
          </p>
          <p>
            {state === "decided" ? (words.by[by ?? ""] ?? by) : words.handover[state]}
            {reason && `：${say(reason)}`} <Age at={decidedAt ?? askedAt} />
          </p>
        </li>
      )}
    </Listed>
  );
}

function Said() {
  const words = useWords(flowsWords);
  const mayReadLog = useMay("notify");
  const said = useQuery({
    queryKey: ["flow-notices", mayReadLog],
    queryFn: () => calls.said(mayReadLog),
    refetchInterval: seldomMs,
  });
  return (
    <Listed title={words.notices} none={words.noticesNone} query={said} most={most}>
      {({ id, at, text, to }) => (
        <li key={`${id} ${to}`} className="channel">
          <p className="notice-text">{text}</p>
          <p className="fine">
            {to} <Age at={at} />
          </p>
        </li>
      )}
    </Listed>
  );
}

function Deploys() {
  const words = useWords(flowsWords);
  const deploys = useQuery({
    queryKey: ["ledger-entries", "changes", "deploys"],
    queryFn: calls.deploys,
    refetchInterval: seldomMs,
  });
  const nameOf = useNames((deploys.data ?? []).map(({ by }) => by));
  return (
    <Listed
      title={words.deploys}
      none={words.deploysNone}
      query={deploys}
      side={<Link href="/ledger/book/changes">{words.deploysMore}</Link>}
    >
      {({ id, at, by, fields }) => (
        <li key={id} className="channel">
          <p>
            {fields.name} · {nameOf(by)} · <Age at={at} />
          </p>
        </li>
      )}
    </Listed>
  );
}

function inNewTab(address: string): void {
  window.open(address, "_blank", "noreferrer");
}
