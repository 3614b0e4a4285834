/** Until when and why: asked before one alert or many are set aside. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { localText } from "../../order/move-request.ts";
import { Field } from "../../parts/field.tsx";
import { momentText } from "../../words/moment.ts";
import type { Shelving } from "./calls.ts";
import { endOf, isGoodEnd, type QuickTime, quickTimes } from "./shelve-times.ts";
import { alertWords } from "./words.ts";

type Time = QuickTime | "own";
type Props = { count: number; busy: boolean; close: () => void; submit: (shelving: Shelving) => void };

export function ShelveDialog({ count, busy, close, submit }: Props) {
  const words = useWords(alertWords).dialog;
  const dialog = useRef<HTMLDialogElement>(null);
  const [time, setTime] = useState<Time>("halfHour");
  const [own, setOwn] = useState(() => localText(now() + 3_600_000));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const until = time === "own" ? new Date(own).getTime() : endOf(time, now());
  const isGood = isGoodEnd(until, now());
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isGood && reason.trim() !== "" && !busy) submit({ until, reason: reason.trim() });
  };
  return (
    <dialog ref={dialog} className="ask" aria-labelledby="shelve-title" onClose={close}>
      <form onSubmit={send} noValidate>
        <h2 id="shelve-title">{words.title(count)}</h2>
        <p className="dim">{words.text}</p>
        <Times time={time} set={setTime} />
        {time === "own" && (
          <Field label={words.own} problem={tried && !isGood ? words.ownMissing : ""}>
            {(props) => (
              <Input
                {...props}
                type="datetime-local"
                value={own}
                min={localText(now())}
                onChange={(event) => setOwn(event.target.value)}
              />
            )}
          </Field>
        )}
        {isGood && <Ends until={until} />}
        <Field
          label={words.reason}
          hint={words.reasonHint}
          problem={tried && reason.trim() === "" ? words.reasonMissing : ""}
        >
          {(props) => (
            <Input.TextArea
              {...props}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="move-buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {busy ? words.working : words.submit}
          </Button>
          <Button onClick={() => dialog.current?.close()}>{words.cancel}</Button>
        </div>
      </form>
    </dialog>
  );
}

function Times({ time, set }: { time: Time; set: (time: Time) => void }) {
  const words = useWords(alertWords).dialog;
  return (
    <fieldset className="choices">
      <legend>{words.until}</legend>
      {([...quickTimes, "own"] as const).map((each) => (
        <label key={each} className="choice">
          <input type="radio" name="until" checked={each === time} onChange={() => set(each)} />
          <span>{words.times[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Ends({ until }: { until: number }) {
  const words = useWords(alertWords).dialog;
  const { language } = useSpeech();
  return <p className="field-hint">{words.ends(momentText(until, now(), language, { seconds: false }))}</p>;
}
