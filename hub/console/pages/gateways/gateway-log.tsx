/** The newest lines of the gateway's log, read from it when asked, or every ten seconds. */
import Button from "antd/es/button";
import Switch from "antd/es/switch";
import { useEffect, useId, useState } from "react";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { useCommand } from "./queries.ts";
import { saveFile } from "./save-file.ts";
import { gatewayWords } from "./words.ts";

type Tail = { level: string; lines: string[] };

const followMs = 10_000;
const lines = 200;
const moreMinutes = 10;

export function GatewayLog({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const label = useId();
  const [follows, setFollows] = useState(false);
  const tail = useCommand<Tail>(gateway.id, "log");
  const more = useCommand(gateway.id, "log-level");
  const isOnline = gateway.state === "online";
  const read = tail.mutate;
  useEffect(() => {
    if (!follows || !isOnline) return;
    const timer = setInterval(() => read({ lines }), followMs);
    return () => clearInterval(timer);
  }, [follows, isOnline, read]);
  const known = tail.data;
  return (
    <Panel title={words.tab.log}>
      <div className="beside">
        <Button onClick={() => read({ lines })} loading={tail.isPending} disabled={!isOnline}>
          {words.logRead}
        </Button>
        <span className="log-follow">
          <Switch checked={follows} onChange={setFollows} disabled={!isOnline} aria-labelledby={label} />
          <span id={label}>{words.logFollow}</span>
        </span>
        <Button
          onClick={() => more.mutate({ level: "debug", minutes: moreMinutes })}
          loading={more.isPending}
          disabled={!isOnline}
        >
          {words.logMore}
        </Button>
        {known && known.lines.length > 0 && (
          <Button onClick={() => saveFile(`${gateway.id}.log`, `${known.lines.join("\n")}\n`, "text/plain")}>
            {words.logSave}
          </Button>
        )}
      </div>
      <p className="fine" role="status">
        {!isOnline && words.offline}
        {more.isSuccess && words.logMoreDone}
      </p>
      {tail.error && <Failure error={tail.error} />}
      {more.error && <Failure error={more.error} />}
      {known ? <Lines tail={known} /> : <p className="dim">{words.logNever}</p>}
    </Panel>
  );
}

function Lines({ tail }: { tail: Tail }) {
  const words = useWords(gatewayWords);
  const { language } = useSpeech();
  if (tail.lines.length === 0) return <p className="dim">{words.logEmpty}</p>;
  return (
    <>
      <p className="dim">{words.logLines(tail.lines.length, tail.level)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre className="printout log" tabIndex={0}>
        {tail.lines.map((line) => lineText(line, (at) => momentText(at, now(), language))).join("\n")}
      </pre>
    </>
  );
}

/** A line is JSON of pino; what is not is shown as it came. */
function lineText(line: string, moment: (at: number) => string): string {
  try {
    const { time, level, msg, name: _, pid: __, hostname: ___, gateway: ____, ...rest } = JSON.parse(line);
    const more = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
    return `${moment(Number(time))} ${levels[level as number] ?? level} ${msg ?? ""}${more}`;
  } catch {
    return line;
  }
}

const levels: Record<number, string> = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };
