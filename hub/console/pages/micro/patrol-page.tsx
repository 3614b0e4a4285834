/** Report by patrol: what, where, how urgent, a photo; what is near by already is shown before it is sent. */
import { type FormEvent, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Me, TicketView } from "../../../http/views.ts";
import { keep, kept } from "../../browser/kept.ts";
import { useTickets } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { ageText } from "../../words/age.ts";
import { newId } from "../tickets/new-id.ts";
import { useOutbox } from "./outbox-context.tsx";
import { lackingIn, nearBy, nothingTyped, partsOf, patrolKinds, placeOf, type Severity, type Typed } from "./patrol.ts";
import { PhotoField } from "./photo-field.tsx";
import type { Position } from "./position.ts";
import { PositionField } from "./position-field.tsx";
import { useMyPlace } from "./queries.ts";
import { TextField, useKept } from "./text-field.tsx";
import { usePhotos } from "./use-photos.ts";
import { microWords } from "./words.ts";

const key = "draft.micro.patrol";

function readDraft(): Typed {
  try {
    return { ...nothingTyped, ...(JSON.parse(kept(key) ?? "{}") as Partial<Typed>) };
  } catch {
    // What another version of this page kept is let go.
    return nothingTyped;
  }
}

export function PatrolPage({ me }: { me: Me }) {
  const words = useWords(microWords).patrol;
  const { say: _, t } = useSpeech();
  const [, go] = useLocation();
  const { hand } = useOutbox();
  const place = useMyPlace().data;
  const tickets = useTickets("all").data ?? [];
  const [typed, setTyped] = useState(readDraft);
  const [photos, setPhotos] = usePhotos("patrol");
  const [position, setPosition] = useKept<Position | null>("patrol.position", null);
  const [tried, setTried] = useState(false);
  useEffect(() => keep(key, JSON.stringify(typed)), [typed]);
  const change = (more: Partial<Typed>) => setTyped({ ...typed, ...more });
  const areas = (place?.areas ?? []).filter(({ tier }, _i, all) => tier !== "street" || all.length === 1);
  const areaName = areas.find(({ id }) => id === typed.area)?.name ?? "";
  const kind = place?.kinds.find(({ id }) => id === typed.kind);
  const where = placeOf(typed, areaName);
  const near = nearBy(tickets, typed, { kind, place: where }, now());
  const lacking = tried ? lackingIn(typed) : [];

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (kind === undefined || typed.kind === "" || lackingIn(typed).length > 0) return;
    const ids = { ticket: newId(), event: newId() };
    const title = words.titles[typed.kind];
    const parts = partsOf({ typed, kind, title, place: where, photos: photos.length, position }, ids);
    hand(
      {
        ...{ id: ids.event, account: me.name, at: now(), title: `${words.send} · ${where}`, text: typed.text, parts },
        ...{ draft: "patrol", form: JSON.stringify(typed) },
        ...{ done: 0, files: [], state: "waiting" },
      },
      photos.map(({ blob }) => blob),
    );
    keep(key, "");
    setPhotos([]);
    setPosition(null);
    go("/m?show=all");
  };
  return (
    <form className="m-form m-alone" aria-label={words.title} onSubmit={send} noValidate>
      <h1>{words.title}</h1>
      <fieldset className="m-field">
        <legend className="m-label">{words.kind}</legend>
        <div className="m-choices">
          {patrolKinds.map((one) => (
            <label key={one} className="m-choice">
              <input
                type="radio"
                name="kind"
                checked={typed.kind === one}
                onChange={() => change({ kind: one, severity: null })}
              />
              <span>{words.kinds[one]}</span>
            </label>
          ))}
        </div>
        <span className="m-problem" role="alert">
          {lacking.includes("kind") && words.kindMissing}
        </span>
        {typed.kind === "smoke" && <p className="m-first m-card-1">{words.smokeFirst}</p>}
      </fieldset>
      <div className="m-field">
        <label className="m-label" htmlFor="m-area">
          {words.area}
        </label>
        <select id="m-area" value={typed.area} onChange={(event) => change({ area: event.target.value })}>
          <option value="">{words.anyArea}</option>
          {areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <TextField
        {...{ label: words.place, value: typed.place, change: (text: string) => change({ place: text }) }}
        {...{ hint: words.placeHint, rows: 1, most: 120 }}
        problem={lacking.includes("place") ? words.placeMissing : ""}
      />
      {kind && (
        <fieldset className="m-field">
          <legend className="m-label">{words.severity}</legend>
          <div className="m-choices">
            {([1, 2, 3, 4] as Severity[]).map((one) => (
              <label key={one} className="m-choice">
                <input
                  type="radio"
                  name="severity"
                  checked={(typed.severity ?? kind.severity) === one}
                  onChange={() => change({ severity: one })}
                />
                <span>
                  <SeverityMark severity={one} />
                </span>
              </label>
            ))}
          </div>
          <span className="m-hint">{words.suggested(t.severity[kind.severity].short)}</span>
        </fieldset>
      )}
      <TextField
        {...{ label: words.text, value: typed.text, change: (text: string) => change({ text }), hint: words.textHint }}
      />
      <PhotoField photos={photos} change={setPhotos} />
      <PositionField position={position} change={setPosition} />
      <Near tickets={near} />
      <button type="submit" className="m-button m-primary m-wide">
        {near.length > 0 ? words.sendAnyway : words.send}
      </button>
    </form>
  );
}

function Near({ tickets }: { tickets: readonly TicketView[] }) {
  const words = useWords(microWords).patrol;
  const { t, say } = useSpeech();
  if (tickets.length === 0) return null;
  return (
    <section className="m-near" role="status">
      <b>{words.near(tickets.length)}</b>
      <p>{words.nearText}</p>
      {tickets.slice(0, 5).map(({ id, place, title, openedAt, state }) => (
        <Link key={id} href={`/m/tickets/${encodeURIComponent(id)}`} className="m-link">
          {place} {say(title)}{" "}
          <span className="dim">
            {t.tickets.states[state]} · {ageText(openedAt, now(), t.age)}
          </span>
        </Link>
      ))}
    </section>
  );
}
