/** The most pressing cases on the wall: where first, then what, then the time that is left. */
import { useRef } from "react";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useTicking } from "../../clock/use-ticking.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { type Case, openCases } from "../../order/urgency.ts";
import { Age } from "../../parts/age.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { timeLeftText, timeTone } from "../../words/time-left.ts";
import { useFitting } from "./use-fitting.ts";
import { wallWords } from "./words.ts";

/** No wall has room for more below each other. */
const most = 8;

export function WallCases({ overview: { cases, tickets, devices } }: { overview: OverviewView }) {
  const words = useWords(wallWords);
  const minute = useTicking((present) => Math.floor(present / 60_000) * 60_000);
  const open = openCases(
    cases.flatMap(({ ticket }) => ticket ?? []),
    cases.flatMap(({ alert }) => alert ?? []),
    minute,
  );
  const unseen = devices.silent + devices.fault + devices.unknown + devices.quarantine;
  const list = useRef<HTMLOListElement>(null);
  const fitting = useFitting(list, most);
  const hidden = Math.max(tickets.open, open.length) - Math.min(fitting, most);
  return (
    <section className="wall-cases" aria-label={words.newest}>
      {open.length === 0 ? (
        <p className={unseen === 0 ? "wall-calm wall-well" : "wall-calm"}>
          <b>{unseen === 0 ? words.calm : words.calmBut(unseen)}</b>
          {unseen === 0 && <span>{words.calmText(devices.well)}</span>}
        </p>
      ) : (
        <ol ref={list}>
          {open.slice(0, most).map((one, at) => (
            <WallCase key={one.id} case={one} beyond={at >= fitting} />
          ))}
        </ol>
      )}
      {open.length > 0 && hidden > 0 && <p className="dim">{words.more(hidden)}</p>}
    </section>
  );
}

function WallCase({ case: { ticket, alert, severity, since }, beyond }: { case: Case; beyond: boolean }) {
  const { t, say } = useSpeech();
  const thing = ticket ?? alert;
  const tone = useTicking((present) => (ticket ? (timeTone(ticket, present) ?? "") : ""));
  const left = useTicking((present) => (ticket ? timeLeftText(ticket, present, t) : ""));
  if (!thing) return null;
  return (
    <li className={`row-${severity}${beyond ? " wall-beyond" : ""}`}>
      <b className="wall-place">{thing.place}</b>
      <span className="wall-what">
        <SeverityMark severity={severity} />
        <span>{say(thing.title)}</span>
        <Age at={since} />
      </span>
      {tone !== "" && <b className={`time-${tone}`}>{left}</b>}
    </li>
  );
}
