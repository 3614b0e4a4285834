/** The areas as they lie in one another, each with who answers for it. */
import { useWords } from "../../../i18n/language.tsx";
import { Panel } from "../../../parts/panel.tsx";
import type { Book } from "../editor/use-book.ts";
import { settingsWords } from "../words.ts";

type Area = { id: string; name: string; tier: string; parent: string | null; unit: string | null };

export function AreaTree({ book }: { book: Book }) {
  const words = useWords(settingsWords);
  const areas = (book.body.areas ?? []) as Area[];
  const known = new Set(areas.map(({ id }) => id));
  const tops = areas.filter(({ parent }) => parent === null || !known.has(parent));
  return (
    <Panel title={words.areas.tree}>
      {tops.length === 0 ? (
        <p className="dim">{words.areas.none}</p>
      ) : (
        <Branch areas={areas} here={tops} book={book} depth={0} />
      )}
    </Panel>
  );
}

const deepest = 10;

function Branch({ areas, here, book, depth }: { areas: Area[]; here: Area[]; book: Book; depth: number }) {
  const words = useWords(settingsWords);
  const { names } = book.form;
  if (here.length === 0 || depth > deepest) return null;
  return (
    <ul className="tree">
      {here.map((area) => (
        <li key={area.id}>
          <p>
            <b>{area.name || area.id}</b> <span className="dim">{names.value("kind", area.tier)}</span> ·{" "}
            {area.unit === null ? (
              <span className="week-bad">{words.areas.nobody}</span>
            ) : (
              names.value("unit", area.unit)
            )}
          </p>
          <Branch areas={areas} here={areas.filter(({ parent }) => parent === area.id)} book={book} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
}
