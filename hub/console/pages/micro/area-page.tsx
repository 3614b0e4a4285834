/** My area: what is open, the most urgent first, each with what to do first in one large line. */
import { ReloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import type { Me } from "../../../http/views.ts";
import { useAlerts, useTickets } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useMinute } from "../../clock/use-minute.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { type Case, openCases } from "../../order/urgency.ts";
import { Failure } from "../../parts/failure.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { TimeLeft } from "../../parts/time-left.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { adviceFor, isOurs } from "./advice.ts";
import { useJoints, useMyPlace, useReadAhead } from "./queries.ts";
import { usePull } from "./use-pull.ts";
import { microWords } from "./words.ts";

/** Of a street in a typhoon an old phone draws so many cards at once. */
const atOnce = 100;

export function AreaPage({ me }: { me: Me }) {
  const words = useWords(microWords);
  const cache = useQueryClient();
  const refresh = () => void cache.invalidateQueries();
  const pulled = usePull(refresh);
  const [tickets, alerts, place] = [useTickets("open"), useAlerts("open"), useMyPlace()];
  const [most, setMost] = useState(atOnce);
  useMinute();
  const wantsAll = new URLSearchParams(useSearch()).get("show") === "all";
  const error = tickets.error ?? alerts.error;
  const cases = openCases(tickets.data ?? [], alerts.data ?? [], now()).filter(({ ticket }) => !ticket?.drill);
  const ours = cases.filter(({ ticket }) => ticket && isOurs(ticket, me.name, place.data?.unit?.id));
  useReadAhead(ours.flatMap(({ ticket }) => ticket?.id ?? []));
  const hasUnit = place.data?.unit !== undefined;
  const all = wantsAll || !hasUnit;
  const shown = all ? cases : ours;
  if (me.areas !== null && me.areas.length === 0) return <Quiet title={words.area.none} />;
  return (
    <>
      {pulled && <p className="m-pulled">{words.pull}</p>}
      <div className="m-row m-title">
        <h1 className="m-grow">{words.nav.area}</h1>
        <button type="button" className="m-icon" aria-label={words.refresh} onClick={refresh}>
          <ReloadOutlined spin={tickets.isFetching} aria-hidden />
        </button>
      </div>
      {hasUnit && (
        <nav className="m-tabs" aria-label={words.area.show}>
          <Link href="/m" aria-current={all ? undefined : "page"}>
            {words.area.mine} {ours.length}
          </Link>
          <Link href="/m?show=all" aria-current={all ? "page" : undefined}>
            {words.area.all} {cases.length}
          </Link>
        </nav>
      )}
      <Running />
      {error && tickets.data === undefined && <Failure error={error} retry={refresh} />}
      {tickets.data === undefined && !error && <Waiting />}
      {tickets.data !== undefined && shown.length === 0 && (
        <Quiet calm title={all ? words.area.emptyAll : words.area.emptyMine}>
          {all ? words.area.emptyAllText : words.area.emptyMineText}
        </Quiet>
      )}
      <ul className="m-cases">
        {shown.slice(0, most).map((one) => (
          <CaseCard key={one.id} one={one} isOurs={ours.includes(one)} />
        ))}
      </ul>
      {shown.length > most && (
        <button type="button" className="m-button m-wide" onClick={() => setMost(most + atOnce)}>
          {words.area.others(shown.length - most)}
        </button>
      )}
    </>
  );
}

function CaseCard({ one: { ticket, alert, severity }, isOurs: ours }: { one: Case; isOurs: boolean }) {
  const words = useWords(microWords);
  const { t, say } = useSpeech();
  const advice = adviceFor(ticket, alert);
  const subject = ticket ?? alert;
  const id = ticket?.id ?? alert?.ticket;
  if (!subject || id === undefined) return null;
  return (
    <li className={`m-card m-card-${severity}`}>
      <Link href={`/m/tickets/${encodeURIComponent(id)}`}>
        <span className="m-row">
          <SeverityMark severity={severity} />
          <span className="m-grow m-state">{ticket ? t.tickets.states[ticket.state] : words.area.alertOnly}</span>
          {ticket && <TimeLeft ticket={ticket} />}
        </span>
        <span className="m-advice">{advice.text ? say(advice.text) : words.advice[advice.step]}</span>
        <span className="m-where">
          <b>{subject.place}</b> {say(subject.title)}
        </span>
        <span className={ours ? "m-go m-go-ours" : "m-go"}>{ours ? words.area.handle : words.area.look}</span>
      </Link>
    </li>
  );
}

/** What everybody should know stands on top. */
function Running() {
  const words = useWords(microWords).area;
  const open = (useJoints().data ?? []).filter(({ state }) => state === "open");
  return open.map(({ id, place, text }) => (
    <Link key={id} href={`/m/joint/${encodeURIComponent(id)}`} className="m-running">
      <b>{words.onCall}</b> {place} {text}
    </Link>
  ));
}
