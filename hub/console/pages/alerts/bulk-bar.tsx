/** What can be done with the chosen alerts, how far it is, and of each that failed why. */
import Button from "antd/es/button";
import type { AlertView } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import type { ManyDeeds } from "./queries.ts";
import { alertWords } from "./words.ts";

type Props = {
  chosen: number;
  many: ManyDeeds | null;
  alertOf: (id: string) => AlertView | undefined;
  acknowledge: () => void;
  shelve: () => void;
  clear: () => void;
  again: (ids: string[]) => void;
};

export function BulkBar({ chosen, many, alertOf, acknowledge, shelve, clear, again }: Props) {
  const words = useWords(alertWords);
  if (chosen === 0 && many === null) return null;
  const isRunning = many !== null && many.outcomes === null;
  return (
    <section className="bulk" aria-label={words.chosen(chosen)}>
      {chosen > 0 && (
        <div className="bulk-row">
          <b role="status">{words.chosen(chosen)}</b>
          <Button type="primary" disabled={isRunning} onClick={acknowledge}>
            {words.ackMany}
          </Button>
          <Button disabled={isRunning} onClick={shelve}>
            {words.shelveMany}
          </Button>
          <Button type="text" disabled={isRunning} onClick={clear}>
            {words.clear}
          </Button>
        </div>
      )}
      {isRunning && (
        <p role="status">
          <progress value={many.done} max={many.all} aria-label={words.doing(many.done, many.all)} />{" "}
          {words.doing(many.done, many.all)}
        </p>
      )}
      {many?.outcomes && <Outcomes many={many} alertOf={alertOf} again={again} />}
    </section>
  );
}

function Outcomes({ many, alertOf, again }: { many: ManyDeeds } & Pick<Props, "alertOf" | "again">) {
  const words = useWords(alertWords);
  const { say } = useSpeech();
  const outcomes = many.outcomes ?? [];
  const failed = outcomes.filter(({ error }) => error !== null);
  if (failed.length === 0)
    return (
      <p className="done" role="status">
        {words.doneAll(outcomes.length)}
      </p>
    );
  return (
    <div role="alert">
      <p>{words.doneSome(outcomes.length - failed.length, failed.length)}</p>
      <ul className="bulk-failed">
        {failed.map(({ id, error }) => {
          const alert = alertOf(id);
          return (
            <li key={id}>
              <b>{alert ? `${alert.place} ${say(alert.title)}` : id}</b> <Why error={error as Error} />
            </li>
          );
        })}
      </ul>
      <Button onClick={() => again(failed.map(({ id }) => id))}>{words.again}</Button>
    </div>
  );
}

function Why({ error }: { error: Error }) {
  const { say } = useSpeech();
  const words = error instanceof ApiError ? wordsFor(error.problem.code) : null;
  if (!words) return <span>{error.message}</span>;
  return (
    <span>
      {say(words.what)} {say(words.cure)}
    </span>
  );
}
