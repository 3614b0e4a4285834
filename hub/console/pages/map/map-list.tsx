/** What is on the map as a list, the gravest first: for the keyboard, for readers, and for who knows the place by name. */
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import type { Thing } from "./things.ts";
import { mapWords } from "./words.ts";

const most = 200;

type Props = { things: readonly Thing[]; chosen: Thing | null; onChoose: (thing: Thing) => void };

export function MapList({ things, chosen, onChoose }: Props) {
  const words = useWords(mapWords);
  const { say } = useSpeech();
  const shown = things.slice(0, most);
  return (
    <div className="map-list">
      <ul aria-label={words.list}>
        {shown.map((thing) => (
          <li key={thing.key}>
            <button
              type="button"
              aria-current={thing.key === chosen?.key ? "true" : undefined}
              onClick={() => onChoose(thing)}
            >
              <span className="where">
                <b>{thing.place}</b>
                <span>{say(thing.title)}</span>
              </span>
              {thing.severity > 0 ? (
                <SeverityMark severity={thing.severity as 1 | 2 | 3 | 4} />
              ) : (
                <span className={`mark map-mark-${thing.standing}`}>{words.standings[thing.standing]}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <p className="fine">{words.shown(shown.length, things.length)}</p>
    </div>
  );
}
