/** One message: when and how it came, what became of it; whole when asked for. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useState } from "react";
import type { Value } from "../../../../core/reading.ts";
import { now } from "../../clock/clock.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { detailIn } from "../../words/platform-details.ts";
import type { MessageView } from "./calls.ts";
import { platformCalls } from "./calls.ts";
import { dumpOf, prettyOf, whyOf, yieldOf } from "./message-text.ts";
import { useDoor, useForeignDevices } from "./queries.ts";
import { useModel, useReadingText } from "./use-model.ts";
import { platformWords } from "./words.ts";

const looks: Record<MessageView["state"], string> = {
  ...{ waiting: "mark", again: "mark", taken: "mark" },
  ...{ unknown: "mark mark-unknown", refused: "mark mark-fault" },
};

export function MessageRow({ connector, message }: { connector: string; message: MessageView }) {
  const { messages: words } = useWords(platformWords);
  const [isOpen, setOpen] = useState(false);
  const { n, received, from, state, why, bytes, text, foreign, yielded } = message;
  const isRead = yielded.length > 0;
  return (
    <li>
      <div className="beside">
        <span className={looks[state]}>{isRead || state !== "taken" ? words.states[state] : words.states.stored}</span>
        <Age at={received} />
        <code className="platform-from">{from}</code>
        <span className="dim">{words.bytes(bytes)}</span>
        {foreign !== null && (
          <span>
            {words.foreign} <code>{foreign}</code>
          </span>
        )}
        <Button
          type="link"
          className="platform-show"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? words.hide : words.show} ${words.number(n)}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? words.hide : words.show}
        </Button>
      </div>
      {why !== "" && <Why why={why} />}
      {!isOpen && <code className="platform-preview">{text}</code>}
      {isOpen && <Whole connector={connector} n={n} />}
    </li>
  );
}

function Why({ why }: { why: string }) {
  const { say, language } = useSpeech();
  const { code, detail } = whyOf(why);
  const known = wordsFor(code);
  return (
    <p className="platform-why">
      <b>{known === null ? code : say(known.what)}</b> <span className="dim">{detailIn(language, detail)}</span>
    </p>
  );
}

function Whole({ connector, n }: { connector: string; n: number }) {
  const { messages: words } = useWords(platformWords);
  const { language } = useSpeech();
  const [isRaw, setRaw] = useState(false);
  const whole = useQuery({
    queryKey: ["connector", connector, "message", n],
    queryFn: () => platformCalls.message(connector, n),
  });
  if (whole.data === undefined) return whole.error ? <Failure error={whole.error} /> : <Waiting rows={2} />;
  const { received, platformAt, text, encoding, yielded } = whole.data;
  const pretty = encoding === "utf8" ? prettyOf(text) : null;
  const shown = encoding === "hex" ? dumpOf(text) : isRaw || pretty === null ? text : pretty;
  const values = yielded.map(yieldOf);
  return (
    <div className="platform-whole">
      <Facts
        facts={[
          { name: words.received, value: momentText(received, now(), language) },
          ...(platformAt === null ? [] : [{ name: words.platformAt, value: momentText(platformAt, now(), language) }]),
        ]}
      />
      {pretty !== null && (
        <Button size="small" onClick={() => setRaw(!isRaw)}>
          {isRaw ? words.pretty : words.raw}
        </Button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <pre className="printout platform-body" tabIndex={0}>
        {shown}
      </pre>
      <p>
        <b>{words.yielded}</b> {values.length === 0 && <span className="dim">{words.yieldedNone}</span>}
      </p>
      <ul>
        {values
          .filter(({ point }) => point !== "fault")
          .map((one) => (
            <li key={`${one.device}/${one.point}/${one.at}`}>
              <code>{one.device}</code> <Yielded connector={connector} {...one} />{" "}
              <span className="dim">{momentText(one.at, now(), language)}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}

/** By the model of the device as it is now; of one whose points are its own, by their names. */
function Yielded({ connector, device, point, value: text }: { connector: string } & ReturnType<typeof yieldOf>) {
  const model = useForeignDevices(connector).data?.find((one) => one.device === device)?.model ?? null;
  const listening = useModel(model);
  const anyModel = useDoor().data?.models.find((one) => one.model === model);
  const view = listening ?? anyModel;
  const [name, value] = useReadingText()(view, { point, value: valueIn(text) });
  return (
    <>
      {name} <b>{value}</b>
    </>
  );
}

function valueIn(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
