/** Codes by which devices join by themselves: made for so many and so long, seen, ended. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import InputNumber from "antd/es/input-number";
import { useState } from "react";
import type { JoiningView } from "../../../http/direct-views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { connectCalls } from "./calls.ts";
import { ForMaker } from "./for-maker.tsx";
import { connectWords } from "./words.ts";

const listKey = ["joinings"];

export function Joinings() {
  const words = useWords(connectWords);
  const list = useQuery({ queryKey: listKey, queryFn: connectCalls.joinings });
  const client = useQueryClient();
  const again = () => void client.invalidateQueries({ queryKey: listKey });
  return (
    <Panel title={words.selfTitle}>
      <p className="dim">{words.selfText}</p>
      <Make again={again} />
      {list.error && !list.data && <Failure error={list.error} />}
      <ul className="rows connect-joinings">
        {list.data?.map((joining) => (
          <One key={joining.handle} joining={joining} again={again} />
        ))}
      </ul>
    </Panel>
  );
}

function Make({ again }: { again(): void }) {
  const words = useWords(connectWords);
  const [most, setMost] = useState(20);
  const [days, setDays] = useState(7);
  const make = useMutation({
    mutationFn: () => connectCalls.joining({ use: "many", hours: days * 24, most }),
    onSuccess: again,
  });
  return (
    <>
      <div className="connect-own connect-few">
        <Field label={words.selfMost}>
          {({ id }) => (
            <InputNumber
              {...{ id, min: 1, max: 10_000, precision: 0, value: most }}
              onChange={(next) => setMost(next ?? 1)}
            />
          )}
        </Field>
        <Field label={words.selfDays}>
          {({ id }) => (
            <InputNumber
              {...{ id, min: 1, max: 365, precision: 0, value: days }}
              onChange={(next) => setDays(next ?? 1)}
            />
          )}
        </Field>
      </div>
      {make.error && <Failure error={make.error} />}
      <Button onClick={() => make.mutate()} loading={make.isPending}>
        {words.selfMake}
      </Button>
      {make.data?.code !== undefined && (
        <div role="status">
          <ForMaker code={make.data.code} connector={make.data.connector} />
        </div>
      )}
    </>
  );
}

function One({ joining, again }: { joining: JoiningView; again(): void }) {
  const words = useWords(connectWords);
  const { language } = useSpeech();
  const { handle, at, expiresAt, most, count, revokedAt } = joining;
  const revoke = useMutation({ mutationFn: () => connectCalls.endJoining(handle), onSuccess: again });
  const isFull = most !== null && count >= most;
  const isOpen = revokedAt === null && now() <= expiresAt && !isFull;
  const moment = (when: number) => momentText(when, now(), language, { seconds: false });
  const state = revokedAt !== null ? words.selfEnded : isFull ? words.selfFull : isOpen ? "" : words.selfOver;
  return (
    <li className="beside">
      <code>{handle}</code>
      <span>{words.selfCount(count, most)}</span>
      <span className="dim">
        {moment(at)} – {moment(expiresAt)}
      </span>
      {isOpen ? (
        <Button loading={revoke.isPending} onClick={() => revoke.mutate()} aria-label={`${words.selfEnd} ${handle}`}>
          {words.selfEnd}
        </Button>
      ) : (
        <b>{state}</b>
      )}
      {revoke.error && <Failure error={revoke.error} />}
    </li>
  );
}
