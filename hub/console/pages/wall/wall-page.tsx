/** The screen on the wall: dark, legible from three metres, nothing to click. */
import { type CSSProperties, useMemo } from "react";
import type { OverviewView } from "../../../http/overview-views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { cssVariables } from "../../look/theme.ts";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { useLink, useWall, useWallEvents } from "./queries.ts";
import { WallCases } from "./wall-cases.tsx";
import { WallClock } from "./wall-clock.tsx";
import { WallMap } from "./wall-map.tsx";
import { WallSums } from "./wall-sums.tsx";
import { wallWords } from "./words.ts";

/** What has room at the foot; the rest is counted. */
const mostUnits = 3;
const mostPeople = 3;

export default function WallPage() {
  const link = useLink();
  const wall = useWall(link.ready);
  const lostAt = useWallEvents(wall.data?.wall);
  const dark = useMemo(() => cssVariables("dark", "desk") as CSSProperties, []);
  return (
    <div className="wall" style={dark}>
      <link rel="stylesheet" href="/assets/map.css" precedence="default" />
      <link rel="stylesheet" href="/assets/wall.css" precedence="default" />
      {wall.data ? (
        <Board overview={wall.data.overview} wall={wall.data.wall} lostAt={lostAt} />
      ) : wall.error ? (
        <Closed refused={link.refused} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

function Board({ overview, wall, lostAt }: { overview: OverviewView; wall: boolean; lostAt: number | null }) {
  const { t, say, language } = useSpeech();
  const words = useWords(wallWords);
  const { posture, duty } = overview;
  return (
    <>
      <header className="wall-head">
        <b className="wall-name">{t.name}</b>
        <span className={posture.level === "everyday" ? "wall-posture" : "wall-posture wall-alarmed"}>
          {say(posture.title)}
        </span>
        <span role="status" className={lostAt === null ? "wall-live" : "wall-live wall-lost"}>
          {lostAt === null ? words.live : words.lost(momentText(lostAt, now(), language))}
        </span>
        <WallClock />
      </header>
      <main className="wall-body">
        <WallSums overview={overview} />
        <WallMap wall={wall} />
        <WallCases overview={overview} />
      </main>
      <footer className="wall-foot">
        {duty.slice(0, mostUnits).map(({ unit, name, shift, leader, people }) => (
          <span key={unit}>
            <span className="dim">
              {name} {shift}
            </span>{" "}
            <b>{leader.name}</b> <span className="dim">{words.leader}</span>{" "}
            {people
              .map((one) => one.name)
              .slice(0, mostPeople)
              .join(" ")}
            {people.length > mostPeople && ` +${people.length - mostPeople}`}
          </span>
        ))}
        {duty.length > mostUnits && <span className="dim">{words.moreDuty(duty.length - mostUnits)}</span>}
      </footer>
    </>
  );
}

function Closed({ refused }: { refused: boolean }) {
  const words = useWords(wallWords);
  return (
    <div className="wall-closed">
      <h1>{words.closedTitle}</h1>
      <p>{refused ? words.closedOver : words.closedText}</p>
      <p>
        <a href="/">{words.signIn}</a>
      </p>
    </div>
  );
}
