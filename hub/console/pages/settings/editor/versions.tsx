/** Every version of a table: who, when and why; what it says otherwise; and the way back to it. */
import Button from "antd/es/button";
import { useState } from "react";
import { useNames } from "../../../called/use-names.ts";
import { now } from "../../../clock/clock.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { useMay } from "../../../me/use-may.ts";
import { Failure } from "../../../parts/failure.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { Waiting } from "../../../parts/waiting.tsx";
import { momentText } from "../../../words/moment.ts";
import { useHistory, useVersion } from "../queries.ts";
import { settingsWords } from "../words.ts";
import { ChangeList } from "./change-list.tsx";
import { differences } from "./rows.ts";
import type { Book } from "./use-book.ts";

export function Versions({ book }: { book: Book }) {
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  const history = useHistory(book.kind);
  const nameOf = useNames((history.data ?? []).map(({ by }) => by));
  const [chosen, setChosen] = useState<number | null>(null);
  if (history.error) return <Failure error={history.error} retry={() => void history.refetch()} />;
  if (!history.data) return <Waiting rows={2} />;
  const shipped = { version: 0, by: "lilong", at: 0, source: words.shipped };
  return (
    <Panel title={words.history.title}>
      {history.data.length === 0 && <p className="dim">{words.history.none}</p>}
      <ol className="versions">
        {[...history.data, shipped].map(({ version, by, at, source }) => (
          <li key={version}>
            <p>
              <b>{words.version(version)}</b>
              {version === book.inForce?.version && <span className="tag-here"> {words.inForce}</span>}{" "}
              {version > 0 && `${nameOf(by)} · ${momentText(at, now(), language, { seconds: false })}`}{" "}
              <span className="dim">{version > 0 ? source : ""}</span>
            </p>
            {version !== book.inForce?.version && (
              <Button type="link" onClick={() => setChosen(chosen === version ? null : version)}>
                {chosen === version ? words.history.hide : words.history.compare}
              </Button>
            )}
            {chosen === version && <Compared book={book} version={version} />}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Compared({ book, version }: { book: Book; version: number }) {
  const words = useWords(settingsWords);
  const { data, error, refetch } = useVersion(book.kind, version);
  const { inForce, begin, say } = book;
  const may = useMay("rulebook");
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data || !inForce) return <Waiting rows={1} />;
  const restore = () => {
    begin({ ...data.body, source: words.history.restoredSource(words.version(version)) });
    say({ kind: "restored", version });
  };
  return (
    <section className="compared" aria-label={words.history.compareTitle(version)}>
      <ChangeList changes={differences(inForce.body, data.body)} names={book.form.names} />
      {may && <Button onClick={restore}>{words.history.restore}</Button>}
    </section>
  );
}
