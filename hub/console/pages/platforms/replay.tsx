/** Reads messages of some days again, and shows how far it is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Progress from "antd/es/progress";
import { type FormEvent, useState } from "react";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { dayAfter, dayOf, dayStart } from "../../words/day.ts";
import { durationText } from "../../words/duration.ts";
import type { ConnectorView } from "./calls.ts";
import { platformCalls } from "./calls.ts";
import { connectorKey } from "./queries.ts";
import { platformWords } from "./words.ts";

type Run = { all: number; began: number };

export function Replay({ connector }: { connector: ConnectorView }) {
  const { replay: words } = useWords(platformWords);
  const client = useQueryClient();
  const [days, setDays] = useState(() => ({ from: dayOf(now()), to: dayOf(now()) }));
  const replay = useMutation({
    mutationFn: async (): Promise<Run> => {
      const span = { from: dayStart(days.from), to: dayAfter(days.to) };
      const { messages } = await platformCalls.replay(connector.id, span);
      // How many wait is asked for after they were put there, or it would seem done at once.
      await client.refetchQueries({ queryKey: connectorKey(connector.id), exact: true });
      return { all: messages, began: now() };
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [...connectorKey(connector.id), "messages"] }),
  });
  const isSpan = days.from !== "" && days.to !== "" && days.from <= days.to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSpan) replay.mutate();
  };
  return (
    <Panel title={words.title}>
      <p className="dim">{words.text}</p>
      <form onSubmit={submit} className="platform-replay">
        {(["from", "to"] as const).map((name) => (
          <Field key={name} label={words[name]}>
            {(props) => (
              <Input
                {...props}
                type="date"
                value={days[name]}
                max={dayOf(now())}
                onChange={({ target }) => setDays({ ...days, [name]: target.value })}
              />
            )}
          </Field>
        ))}
        <Button htmlType="submit" loading={replay.isPending} disabled={!isSpan}>
          {words.start}
        </Button>
      </form>
      {replay.error && <Failure error={replay.error} />}
      {replay.data && <Far run={replay.data} connector={connector} />}
    </Panel>
  );
}

function Far({ run: { all, began }, connector }: { run: Run; connector: ConnectorView }) {
  const { replay: words, comma, follow } = useWords(platformWords);
  const { t } = useSpeech();
  const left = Math.min(all, connector.messages.waiting);
  const done = all - left;
  if (all === 0) return <p role="status">{words.none}</p>;
  if (left === 0)
    return (
      <p role="status">
        {follow(
          words.done(all),
          ...(connector.messages.refused > 0 ? [words.doneRefused(connector.messages.refused)] : []),
        )}
      </p>
    );
  const leftMs = done === 0 ? null : ((now() - began) / done) * left;
  return (
    <div role="status">
      <Progress percent={Math.floor((done / all) * 100)} aria-label={words.title} />
      <p className="dim">
        {words.progress(done, all)}
        {leftMs !== null && `${comma}${words.left(durationText(leftMs, t.duration))}`}
        {`${words.stop}${words.leave}`}
      </p>
    </div>
  );
}
