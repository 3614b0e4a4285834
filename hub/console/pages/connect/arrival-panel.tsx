/** Waits for the device's first message and shows it: value, unit, place, or why it was not taken; then it is adopted. */
import { LoadingOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import { useState } from "react";
import { Link } from "wouter";
import type { DirectMade, DirectSeen, Way } from "../../../http/direct-views.ts";
import { useMe } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useTicking } from "../../clock/use-ticking.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { durationText } from "../../words/duration.ts";
import { faultDetail } from "../../words/fault-detail.ts";
import { valueText } from "../../words/value.ts";
import { whyOf } from "../platforms/message-text.ts";
import { connectCalls } from "./calls.ts";
import { connectWords } from "./words.ts";

const lookMs = 1000;

/** After so long people begin to look for what is wrong. */
const patienceMs = 15_000;

export function ArrivalPanel({ made, way }: { made: DirectMade; way: Way }) {
  const words = useWords(connectWords);
  const { connector, device } = made;
  const seen = useQuery({
    queryKey: ["direct", connector, device],
    queryFn: () => connectCalls.seen(connector, device),
    refetchInterval: lookMs,
  });
  const values = (seen.data?.values ?? []).filter(({ point }) => point !== "fault");
  const hasCome = values.length > 0;
  return (
    <Panel title={hasCome ? words.came : words.waiting}>
      {seen.error && <Failure error={seen.error} />}
      <div role="status" aria-live="polite">
        {!hasCome && <Listening way={way} />}
        {seen.data !== undefined && <Trouble seen={seen.data} />}
        {seen.data !== undefined && hasCome && <Came seen={seen.data} />}
      </div>
      {seen.data !== undefined && hasCome && <Adopt seen={seen.data} refresh={() => void seen.refetch()} />}
    </Panel>
  );
}

/** Nobody is slow here: the device has not spoken yet. */
function Listening({ way }: { way: Way }) {
  const words = useWords(connectWords);
  const { t } = useSpeech();
  const [start] = useState(now);
  const ms = useTicking((present) => Math.floor((present - start) / 1000) * 1000);
  return (
    <>
      <p>
        <LoadingOutlined aria-hidden /> {words.waited(durationText(ms, t.duration))}
      </p>
      <p className="dim">{words.waitingHint}</p>
      {ms >= patienceMs && (
        <>
          <p>{words.waitedLong}</p>
          <ul className="connect-checks">
            {words.checks[way].map((check) => (
              <li key={check}>{check}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Came({ seen: { title, place, values, points, alerts } }: { seen: DirectSeen }) {
  const speech = useSpeech();
  const words = useWords(connectWords);
  return (
    <>
      <p>
        <b>{title}</b> · {place}
      </p>
      <ul className="connect-values">
        {values.map(({ point, value, at }) => {
          const known = points.find(({ id }) => id === point);
          if (known === undefined) return null;
          return (
            <li key={point} className="beside">
              <span>{speech.say(known.title)}</span>
              <b className="number">{valueText(value, known, speech)}</b>
              <Age at={at} />
            </li>
          );
        })}
      </ul>
      {alerts.length > 0 && <Alert type="warning" showIcon title={words.alarm(alerts.length)} />}
    </>
  );
}

/** Only the newest of each: what was mended meanwhile is no news. */
function Trouble({ seen: { messages, refusals } }: { seen: DirectSeen }) {
  const words = useWords(connectWords);
  const [newest] = messages;
  const [refusal] = refusals;
  return (
    <>
      {newest !== undefined && newest.why !== "" && (
        <Alert type="error" showIcon title={words.wrong} description={<Why {...whyOf(newest.why)} />} />
      )}
      {refusal !== undefined && refusal.at > (newest?.at ?? 0) && (
        <Alert type="warning" showIcon title={words.refused} description={<Why {...refusal} />} />
      )}
    </>
  );
}

function Why({ code, detail }: { code: string; detail: string }) {
  const { say, language } = useSpeech();
  const known = wordsFor(code);
  return (
    <>
      <p>{faultDetail({ code, detail }, language)}</p>
      {known !== null && <p className="dim">{say(known.cure)}</p>}
    </>
  );
}

function Adopt({ seen, refresh }: { seen: DirectSeen; refresh(): void }) {
  const words = useWords(connectWords);
  const mayAdopt = useMe().data?.rights.includes("registry") ?? false;
  const { connector, id, life } = seen;
  const adopt = useMutation({ mutationFn: () => connectCalls.adopt(connector, id), onSettled: refresh });
  const isNew = life === "announced" || life === "approved";
  return (
    <>
      <p className="dim">{isNew ? words.quarantine : words.adopted}</p>
      {adopt.error && <Failure error={adopt.error} />}
      <div className="beside connect-acts">
        {isNew && mayAdopt && (
          <Button type="primary" loading={adopt.isPending} onClick={() => adopt.mutate()}>
            {words.adopt}
          </Button>
        )}
        <Link href={`/devices/${encodeURIComponent(connector)}/${encodeURIComponent(id)}`}>{words.open}</Link>
      </div>
    </>
  );
}
