/** What presses most, as links to its list; the posture when it is not everyday; a drill, apart. Nothing when nothing does. */
import { AlertFilled, BellFilled, ExperimentOutlined, FieldTimeOutlined, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { momentText } from "../../words/moment.ts";
import { overviewWords } from "./words.ts";

export function PressingLinks({ overview: { tickets, alerts, drills, posture } }: { overview: OverviewView }) {
  const words = useWords(overviewWords);
  const { say, language } = useSpeech();
  const waiting = alerts.reduce((sum, row) => sum + row.waiting, 0);
  const drilled = Math.max(drills.alerts, drills.tickets);
  const links: [shown: boolean, tone: string, node: ReactNode][] = [
    [
      tickets.overdue > 0,
      "over",
      <Link key="o" href="/tickets?due=over">
        <WarningFilled aria-hidden /> {words.overdue(tickets.overdue)}
      </Link>,
    ],
    [
      tickets.soon > 0,
      "near",
      <Link key="s" href="/tickets">
        <FieldTimeOutlined aria-hidden /> {words.soon(tickets.soon)}
      </Link>,
    ],
    [
      waiting > 0,
      "waits",
      <Link key="w" href="/alerts">
        <BellFilled aria-hidden /> {words.waiting(waiting)}
      </Link>,
    ],
    [
      posture.level !== "everyday",
      "posture",
      <span key="p">
        <AlertFilled aria-hidden /> {words.posture} {say(posture.title)}
        {posture.since !== undefined &&
          ` · ${momentText(posture.since, now(), language, { seconds: false })} ${words.since}`}
      </span>,
    ],
    [
      drilled > 0,
      "drill",
      <span key="d">
        <ExperimentOutlined aria-hidden /> {words.drills(drilled)}
      </span>,
    ],
  ];
  const shown = links.filter(([is]) => is);
  if (shown.length === 0) return null;
  return (
    <ul className="pressing" aria-label={words.urgent}>
      {shown.map(([, tone, node]) => (
        <li key={tone} className={`pressing-${tone}`}>
          {node}
        </li>
      ))}
    </ul>
  );
}
