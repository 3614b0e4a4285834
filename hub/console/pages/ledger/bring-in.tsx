/** A file is checked first; what it would do, or which rows are wrong, is said before anything changes. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import type { BroughtView } from "../../../ledgers/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { calls } from "./calls.ts";
import { useWrite } from "./queries.ts";
import { ledgersWords } from "./words.ts";

const mostFaults = 50;

export function BringIn({ book, file, close }: { book: string; file: File; close: () => void }) {
  const words = useWords(ledgersWords);
  const check = useQuery({
    queryKey: ["ledger-check", book, file.name, file.lastModified, file.size],
    queryFn: () => calls.bring(book, file, true),
    retry: false,
    gcTime: 0,
  });
  const take = useWrite(() => calls.bring(book, file, false));
  const result = take.data ?? check.data;
  const error = check.error ?? take.error;
  return (
    <Panel title={`${words.file.title}：${file.name}`}>
      {check.isPending && <p role="status">{words.file.checking}</p>}
      {error && <Failure error={error} />}
      {result && <Result result={result} />}
      {take.isSuccess && take.data.result === "imported" && <p role="status">{words.file.done}</p>}
      <div className="row-acts">
        {result?.result === "checked" && result.added + result.changed > 0 && (
          <Button type="primary" loading={take.isPending} onClick={() => take.mutate(undefined)}>
            {words.file.take}
          </Button>
        )}
        <Button onClick={close}>{words.file.close}</Button>
      </div>
    </Panel>
  );
}

function Result({ result: { added, changed, same, faults } }: { result: BroughtView }) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  if (faults.length === 0) return <p>{words.file.result(added, changed, same)}</p>;
  return (
    <>
      <p className="field-problem">{words.file.wrong(faults.length)}</p>
      <ul className="changes">
        {faults.slice(0, mostFaults).map(({ row, column, why }) => (
          <li key={`${row} ${column}`}>
            <b>{words.file.row(row, column)}</b>：{say(why)}
          </li>
        ))}
      </ul>
      {faults.length > mostFaults && <p className="dim">{words.file.more(faults.length - mostFaults)}</p>}
    </>
  );
}
