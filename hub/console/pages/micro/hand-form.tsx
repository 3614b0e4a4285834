/** One step on a ticket: what it asks for, photos, position; handed to the outbox, which sends it now or later. */
import { type FormEvent, useState } from "react";
import type { Me, TicketStory } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { newId } from "../tickets/new-id.ts";
import { entryOf, type Wish } from "./entry.ts";
import { useOutbox } from "./outbox-context.tsx";
import { PhotoField } from "./photo-field.tsx";
import type { Position } from "./position.ts";
import { PositionField } from "./position-field.tsx";
import { TextField, useDraft, useKept } from "./text-field.tsx";
import { usePhotos } from "./use-photos.ts";
import { microWords } from "./words.ts";

type Asked = "accept" | "arrive" | "submit" | "time" | "return" | "note";
type Props = { what: Asked; ticket: TicketStory; tag: string | null; me: Me; isSecond?: boolean; done?: () => void };

/** What each asks for. */
const asks: Record<Asked, { text: boolean; photos: boolean; position: boolean }> = {
  accept: { text: false, photos: false, position: false },
  arrive: { text: false, photos: false, position: true },
  submit: { text: true, photos: true, position: true },
  time: { text: true, photos: false, position: false },
  return: { text: true, photos: false, position: false },
  note: { text: true, photos: true, position: true },
};

export function HandForm({ what, ticket, tag, me, isSecond = false, done }: Props) {
  const words = useWords(microWords).ticket;
  const { t } = useSpeech();
  const { hand, entries } = useOutbox();
  const draft = `${ticket.id}.${what}`;
  const [text, setText] = useDraft(draft);
  const [amount, setAmount] = useDraft(`${draft}.amount`);
  const [photos, setPhotos] = usePhotos(draft);
  const [position, setPosition] = useKept<Position | null>(`${draft}.position`, null);
  const [tried, setTried] = useState(false);
  /** Who may decide gives the time; who may not asks for it. */
  const gives =
    what === "time" && me.rights.includes("review") && ticket.moves.includes("extend") && ticket.limit !== undefined;
  const names: Record<Asked, string> = { ...words, return: words.back2 };
  const labels: Record<Asked, string> = {
    ...names,
    ...{ submit: words.result, time: words.timeLabel, return: words.backLabel, note: words.noteLabel },
  };
  const lacksText = asks[what].text && text.trim() === "" && !(what === "note" && photos.length > 0);
  const lacksAmount = gives && !(Number(amount) > 0);

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacksText || lacksAmount) return;
    const wish: Wish = {
      ...{ what: gives ? "extend" : what, title: names[what], text, draft, photos: photos.length, position },
      ...(gives ? { amount: Number(amount) } : {}),
    };
    const entry = entryOf(wish, { account: me.name, now: now(), id: newId(), ticket, tag, waiting: entries });
    hand(
      entry,
      photos.map(({ blob }) => blob),
    );
    setText("");
    setAmount("");
    setPhotos([]);
    setPosition(null);
    setTried(false);
    done?.();
  };
  return (
    <form className="m-form" aria-label={names[what]} onSubmit={send} noValidate>
      {gives && ticket.limit && (
        <TextField
          {...{
            label: words.amount(t.time.basis[ticket.limit.basis]),
            value: amount,
            change: setAmount,
            rows: 1,
            numeric: true,
          }}
          problem={tried && lacksAmount ? words.needNumber : ""}
        />
      )}
      {asks[what].text && (
        <TextField
          {...{ label: labels[what], value: text, change: setText, hint: what === "submit" ? words.resultHint : "" }}
          problem={tried && lacksText ? words.missingText : ""}
        />
      )}
      {asks[what].photos && <PhotoField photos={photos} change={setPhotos} />}
      {asks[what].position && <PositionField position={position} change={setPosition} />}
      <button type="submit" className={isSecond ? "m-button m-wide" : "m-button m-primary m-wide"}>
        {asks[what].text && what !== "submit" ? `${words.send} · ${names[what]}` : names[what]}
      </button>
      {asks[what].text && <p className="m-hint">{words.keptHere}</p>}
    </form>
  );
}
