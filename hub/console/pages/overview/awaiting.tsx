/** What waits for a person's word, above the cases: how long it may wait, the two answers, or where it is dealt with. */
import { FieldTimeOutlined, RightOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { Link } from "wouter";
import type { TaskView } from "../../../http/views.ts";
import { useSeen } from "../../clock/use-seen.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { SubjectPlace } from "../../parts/subject-place.tsx";
import { durationText } from "../../words/duration.ts";
import { calls } from "../flows/calls.ts";
import { mendOf } from "../tasks/mend.ts";
import type { Awaiting } from "../tasks/use-awaiting.ts";
import { overviewWords } from "./words.ts";

const shown = 5;
const question = "FLOW_ASKS";

export function AwaitingPanel({ awaiting: { tasks, total } }: { awaiting: Awaiting }) {
  const words = useWords(overviewWords);
  if (tasks.length === 0) return null;
  return (
    <Panel title={words.awaiting} side={<Link href="/tasks?for=operator">{words.allAwaiting(total)}</Link>}>
      <ul className="faults">
        {tasks.slice(0, shown).map((task) => (
          <Waits key={task.id} task={task} />
        ))}
      </ul>
    </Panel>
  );
}

function Waits({ task }: { task: TaskView }) {
  const { say } = useSpeech();
  const words = useWords(overviewWords);
  const mend = mendOf(task);
  return (
    <li className="fault">
      <div className="fault-body">
        <SubjectPlace subject={task.subject} text={say(task.text)} />
        <p>{say(task.text)}</p>
        <p className="fine">
          <Age at={task.at} /> {task.dueAt !== undefined && <Left dueAt={task.dueAt} />}
        </p>
        <div className="row-acts">
          {task.kind === question && <Answer id={task.id} />}
          {task.kind !== question && (
            <Link href={mend?.href ?? "/tasks?for=operator"} className="next">
              {words.deal} <RightOutlined aria-hidden />
            </Link>
          )}
        </div>
      </div>
    </li>
  );
}

function Left({ dueAt }: { dueAt: number }) {
  const { t } = useSpeech();
  const text = useSeen((seen) => {
    const left = dueAt - seen;
    return left > 0 ? t.time.left(durationText(left, t.duration)) : t.time.over(durationText(-left, t.duration));
  });
  const isOver = useSeen((seen) => dueAt <= seen);
  return (
    <span className={`time time-${isOver ? "over" : "near"}`}>
      <FieldTimeOutlined aria-hidden /> {text}
    </span>
  );
}

function Answer({ id }: { id: string }) {
  const words = useWords(overviewWords);
  const may = useMay("tickets");
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (given: "yes" | "no") => calls.answer(id, given),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["tasks"] });
      void client.invalidateQueries({ queryKey: ["flow-questions"] });
    },
  });
  if (!may) return <span className="dim">{words.notYours}</span>;
  return (
    <>
      <Button type="primary" disabled={answer.isPending} onClick={() => answer.mutate("yes")}>
        {words.yes}
      </Button>
      <Button disabled={answer.isPending} onClick={() => answer.mutate("no")}>
        {words.no}
      </Button>
      {answer.error && <Failure error={answer.error} />}
    </>
  );
}
