/** The rows of the audit trail, each in words. */
import type { AuditRowView } from "../../../http/account-views.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { momentText } from "../../words/moment.ts";
import { detailText } from "./detail-text.ts";
import { operationWords } from "./operation-words.ts";
import { auditWords } from "./words.ts";

export function AuditList({ rows }: { rows: AuditRowView[] }) {
  const nameOf = useNames(rows.map(({ who }) => who));
  return (
    <ol className="panel account-list audit-list">
      {rows.map((row) => (
        <AuditLine key={row.n} row={row} name={nameOf(row.who)} />
      ))}
    </ol>
  );
}

/** The account is what the trail is about: it stands beside the name. */
function AuditLine({ row, name }: { row: AuditRowView; name: string }) {
  const { language } = useSpeech();
  const words = useWords(auditWords);
  const operations = useWords(operationWords) as Record<string, string>;
  const { n, at, who, address, what, on, detail } = row;
  return (
    <li>
      <span className="account-what">
        <span>
          <b>{name || words.machine}</b> {name !== who && <code>{who}</code>} {operations[what] ?? what}{" "}
          {on !== who && on}
          <Outcome outcome={row.outcome} />
        </span>
        <span className="dim">
          {[detailText(what, detail, language), `${words.address} ${address}`]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
      </span>
      <span className="dim audit-when">
        <time dateTime={new Date(at).toISOString()}>{momentText(at, now(), language)}</time>
        <code>{n}</code>
      </span>
    </li>
  );
}

function Outcome({ outcome }: { outcome: string }) {
  const { say } = useSpeech();
  if (outcome === "done") return null;
  const words = wordsFor(outcome);
  return (
    <span className="audit-refused">
      {" "}
      · {words ? say(words.what) : outcome} <code>{outcome}</code>
    </span>
  );
}
