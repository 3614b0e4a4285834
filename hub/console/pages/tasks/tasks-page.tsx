/** What somebody has to do because the hub cannot go on by itself: why, where it is mended, and that it is done. */
import { CheckSquareOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { taskRights } from "../../../accounts/task-rights.ts";
import type { TaskView } from "../../../http/views.ts";
import { useNames } from "../../called/use-names.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { SearchField } from "../../parts/address-fields.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SubjectId, SubjectPlace } from "../../parts/subject-place.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { TaskFilter } from "./calls.ts";
import { isSaidByText, mendOf } from "./mend.ts";
import { useFinish, useTasks } from "./queries.ts";
import { tasksWords } from "./words.ts";

const roles = ["technician", "operator", "administrator"] as const;

export default function TasksPage() {
  const words = useWords(tasksWords);
  const search = new URLSearchParams(useSearch());
  const [finishing, setFinishing] = useState<string | null>(null);
  const filter = filterOf(search);
  const { rows, total, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTasks(filter);
  const isNarrow = filter.for !== undefined || filter.q !== undefined;
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="filter-row">
        <FilterLinks
          name="for"
          label={words.who}
          filters={[
            { value: "", text: words.everyone },
            ...roles.map((role) => ({ value: role, text: words.roles[role] })),
          ]}
        />
        <FilterLinks
          name="state"
          label={words.show}
          filters={[
            { value: "open", text: words.open },
            { value: "all", text: words.all },
          ]}
        />
        <SearchField />
      </div>
      {error && !rows && <Failure error={error} retry={() => void refetch()} />}
      {!rows && !error && <Waiting rows={5} />}
      {rows?.length === 0 && (
        <Quiet title={isNarrow ? words.noneFiltered : words.none} calm>
          {isNarrow ? "" : words.noneText}
        </Quiet>
      )}
      {rows && rows.length > 0 && (
        <div className="panel">
          <ul className="faults">
            {rows.map((task) => (
              <Task key={task.id} task={task} finishing={finishing === task.id} finish={setFinishing} />
            ))}
          </ul>
          <ListFoot
            shown={rows.length}
            total={total}
            busy={isFetchingNextPage}
            more={hasNextPage ? () => void fetchNextPage() : null}
          />
        </div>
      )}
    </Page>
  );
}

/** As the address says it; the hub refuses a word that it does not know. */
function filterOf(search: URLSearchParams): TaskFilter {
  const said = (["for", "q"] as const).flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []));
  return { state: search.get("state") === "all" ? "all" : "open", ...(Object.fromEntries(said) as TaskFilter) };
}

type TaskProps = {
  task: TaskView;
  finishing: boolean;
  /** One at a time: whose note is being written, or nobody's. */
  finish: (id: string | null) => void;
};

function Task({ task, finishing, finish }: TaskProps) {
  const words = useWords(tasksWords);
  const { say } = useSpeech();
  const { kind, subject, for: role, text, at, count, doneBy, note } = task;
  const mend = mendOf(task);
  const mayFinish = useMay(taskRights[role]);
  const nameOf = useNames([doneBy === "hub" ? undefined : doneBy]);
  const named = wordsFor(kind);
  return (
    <li className={`fault${doneBy === undefined ? "" : " fault-over"}`}>
      <CheckSquareOutlined className="fault-icon" aria-hidden />
      <div className="fault-body">
        <SubjectPlace subject={subject} text={say(text)} />
        {named && (
          <p>
            <b>{say(named.what)}</b>
          </p>
        )}
        <p>{say(text)}</p>
        <p className="fine">
          {words.roles[role]} · {words.since} <Age at={at} />
          {count > 1 && ` · ${words.times(count)}`}
          {!isSaidByText(task) && (
            <>
              {" · "}
              <SubjectId subject={subject} text={say(text)} />
            </>
          )}
        </p>
        {doneBy !== undefined && (
          <p className="dim">
            {words.finished(nameOf(doneBy))} {note}
          </p>
        )}
        {doneBy === undefined && (
          <div className="row-acts">
            {mend && (
              <Link href={mend.href} className="task-mend">
                {words.mend(words.pages[mend.page])}
              </Link>
            )}
            {mayFinish && kind !== "FLOW_ASKS" && <Finish id={task.id} open={finishing} show={finish} />}
          </div>
        )}
      </div>
    </li>
  );
}

function Finish({ id, open, show }: { id: string; open: boolean; show: (id: string | null) => void }) {
  const words = useWords(tasksWords);
  const finish = useFinish();
  const [note, setNote] = useState("");
  if (!open) return <Button onClick={() => show(id)}>{words.done}</Button>;
  return (
    <>
      <Input
        className="row-search"
        aria-label={words.note}
        placeholder={words.note}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="primary" loading={finish.isPending} onClick={() => finish.mutate({ id, note: note.trim() })}>
        {words.finish}
      </Button>
      <Button onClick={() => show(null)}>{words.cancel}</Button>
      {finish.error && <Failure error={finish.error} />}
    </>
  );
}
