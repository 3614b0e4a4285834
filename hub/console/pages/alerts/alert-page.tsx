/** One alert: what it is, what was done about it, who was told, and where its ticket and its chart are. */

import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { AlertStory, AlertView } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { useAlerts, useMe } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAlertValue } from "../../known/use-alert-value.ts";
import { isOpenAlert, wantsAcknowledgement } from "../../order/urgency.ts";
import { Age } from "../../parts/age.tsx";
import { AlertState } from "../../parts/alert-state.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { LateMark } from "../../parts/late-mark.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark, severityIcons } from "../../parts/severity-mark.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { alertHref } from "./alert-row.tsx";
import { calls } from "./calls.ts";
import { useAlertStory } from "./queries.ts";
import { ShelveDialog } from "./shelve-dialog.tsx";
import { useDesk } from "./use-desk.ts";
import { alertWords } from "./words.ts";

export default function AlertPage({ id }: { id: string }) {
  const { t, say } = useSpeech();
  const words = useWords(alertWords).page;
  const story = useAlertStory(id);
  const alert = useAlert(id);
  const back = { href: "/alerts", text: words.back };
  if (story.error instanceof ApiError && story.error.status === 404)
    return (
      <Page title={words.missing} back={back}>
        <Quiet title={words.missing}>
          <p>{words.missingText}</p>
          <Link href="/alerts">{words.back}</Link>
        </Quiet>
      </Page>
    );
  if (!story.data || !alert)
    return (
      <Page title={t.alerts.title} back={back}>
        {story.error ? <Failure error={story.error} retry={() => void story.refetch()} /> : <Waiting rows={8} />}
      </Page>
    );
  return (
    <Page
      title={say(alert.title)}
      back={back}
      over={
        <>
          <SeverityMark severity={alert.severity} quiet={!isOpenAlert(alert)} />
          <AlertState state={alert.state} />
          <Age at={alert.raisedAt} />
        </>
      }
      lead={alert.place}
      side={<Acts alert={alert} />}
    >
      <Whole alert={alert} story={story.data} />
    </Page>
  );
}

/** An open one is here already, live; one that is over is asked for. */
function useAlert(id: string): AlertView | undefined {
  const open = useAlerts("open").data?.find((each) => each.id === id);
  const past = useQuery({
    queryKey: ["alerts", "one", id],
    queryFn: () => calls.one(id),
    enabled: open === undefined,
  });
  return open ?? past.data;
}

function Acts({ alert }: { alert: AlertView }) {
  const { t } = useSpeech();
  const words = useWords(alertWords);
  const desk = useDesk([alert]);
  const mayAct = useMe().data?.rights.includes("alerts") ?? false;
  if (!mayAct || !isOpenAlert(alert)) return null;
  const isShelved = alert.standing === "shelved";
  return (
    <div className="page-acts">
      {wantsAcknowledgement(alert) && (
        <Button type="primary" loading={desk.deed.isPending} onClick={() => desk.acknowledge(alert)}>
          {t.alerts.acknowledge}
        </Button>
      )}
      {isShelved ? (
        <Button onClick={() => desk.unshelve(alert)}>{words.unshelve}</Button>
      ) : (
        <Button onClick={() => desk.setShelving([alert])}>{words.shelve}</Button>
      )}
      {desk.deed.error && <Failure error={desk.deed.error} />}
      {desk.shelving.length > 0 && (
        <ShelveDialog
          count={1}
          busy={desk.deed.isPending}
          close={() => desk.setShelving([])}
          submit={desk.submitShelving}
        />
      )}
    </div>
  );
}

function Whole({ alert, story }: { alert: AlertView; story: AlertStory }) {
  const { say } = useSpeech();
  const { page: words, toCause } = useWords(alertWords);
  const Icon = severityIcons[alert.severity];
  const platform = alert.platform !== undefined && `/platforms/${encodeURIComponent(alert.gateway)}`;
  const device = `/devices/${encodeURIComponent(alert.gateway)}/${encodeURIComponent(alert.device)}`;
  return (
    <>
      {alert.advice && isOpenAlert(alert) && (
        <p className={`advice advice-${alert.severity}`}>
          <Icon className={`tone-${alert.severity}`} aria-hidden />
          <span>{say(alert.advice)}</span>
        </p>
      )}
      <LateMark alert={alert} />
      {alert.cause !== undefined && (
        <p className="alert-aside">
          {words.causeIs} · <Link href={alertHref(alert.cause)}>{toCause}</Link>
        </p>
      )}
      {alert.affected && <p className="alert-aside">{words.explains(alert.affected.length)}</p>}
      <div className="alert-whole">
        <Panel
          title={words.raised}
          side={
            <span className="panel-links">
              <Link href={`/tickets/${encodeURIComponent(alert.ticket)}`}>{words.ticket}</Link>
              {platform ? <Link href={platform}>{words.platform}</Link> : <Link href={device}>{words.chart}</Link>}
            </span>
          }
        >
          <Happened alert={alert} story={story} />
        </Panel>
        <Panel title={words.told}>
          <Told story={story} />
        </Panel>
        <Panel title={words.shelvings}>
          <Shelvings story={story} />
        </Panel>
        <Panel title={words.about}>
          <About alert={alert} />
        </Panel>
      </div>
    </>
  );
}

function useMoment(): (at: number) => string {
  const { language } = useSpeech();
  return (at) => momentText(at, now(), language);
}

/** Raised, cleared and seen, in the order they happened. */
function Happened({ alert, story }: { alert: AlertView; story: AlertStory }) {
  const words = useWords(alertWords).page;
  const raisedWith = useAlertValue();
  const value = (each: AlertStory["raised"][number]) => raisedWith({ ...alert, value: each.value });
  const lines = [
    ...story.raised.flatMap((each) => [
      ...(each.raisedAt === undefined ? [] : [{ at: each.raisedAt, text: words.raisedAt(value(each)) }]),
      ...(each.clearedAt === undefined ? [] : [{ at: each.clearedAt, text: words.clearedAt }]),
    ]),
    ...story.acknowledgements.map(({ at, by }) => ({ at, text: words.seen(by) })),
  ].sort((a, b) => a.at - b.at);
  return <Lines lines={lines} />;
}

function Lines({ lines }: { lines: { at: number; text: string; more?: ReactNode }[] }) {
  const moment = useMoment();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(-12);
  return (
    <>
      {shown.length < lines.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          … {lines.length - shown.length}
        </button>
      )}
      <ol className="lines">
        {shown.map(({ at, text, more }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines only grow, and two can say the same at the same time.
          <li key={index}>
            <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>
            <span>
              {text}
              {more}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Told({ story }: { story: AlertStory }) {
  const words = useWords(alertWords).page;
  if (story.told.length === 0) return <p className="dim">{words.toldNobody}</p>;
  const lines = [...story.told].reverse().map(({ at, to, result, late, error }) => ({
    at,
    text: to,
    more: (
      <span className="dim">
        {" · "}
        {words.results[result]}
        {late && ` · ${words.lateNotice}`}
        {error !== undefined && ` · ${error}`}
      </span>
    ),
  }));
  return <Lines lines={lines} />;
}

function Shelvings({ story }: { story: AlertStory }) {
  const words = useWords(alertWords).page;
  const moment = useMoment();
  if (story.shelvings.length === 0) return <p className="dim">{words.neverShelved}</p>;
  const lines = story.shelvings.map(({ at, by, until, reason }) => ({
    at,
    text: until === undefined ? words.takenBack(by) : words.shelvedUntil(by, moment(until)),
    more: reason !== "" && <blockquote>{reason}</blockquote>,
  }));
  return <Lines lines={lines} />;
}

function About({ alert }: { alert: AlertView }) {
  const words = useWords(alertWords).page;
  const moment = useMoment();
  return (
    <Facts
      facts={[
        { name: words.rule, value: <code>{alert.rule}</code> },
        { name: words.receivedAt, value: moment(alert.receivedAt) },
        {
          name: words.gateway,
          value: <Link href={`/gateways/${encodeURIComponent(alert.gateway)}`}>{alert.gateway}</Link>,
        },
        { name: words.id, value: <CopyId id={alert.id} /> },
      ]}
    />
  );
}
