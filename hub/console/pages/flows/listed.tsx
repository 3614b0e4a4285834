/** A titled list that is fetched: what it says while it waits, when it fails and when it is empty. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { flowsWords } from "./words.ts";

type Props<Row> = {
  title: string;
  none: string;
  query: UseQueryResult<Row[]>;
  side?: ReactNode;
  /** So many of them are shown; where there are more, it is said. */
  most?: number;
  children: (row: Row) => ReactNode;
};

export function Listed<Row>({ title, none, query: { data, error, refetch }, side, most, children }: Props<Row>) {
  const words = useWords(flowsWords);
  const isCut = data !== undefined && most !== undefined && data.length > most;
  return (
    <Panel title={title} side={side}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : !data ? <Waiting rows={2} /> : null}
      {data?.length === 0 && <p className="dim">{none}</p>}
      <ul className="faults">{data?.slice(0, most).map(children)}</ul>
      {isCut && <p className="dim">{words.newest(most)}</p>}
    </Panel>
  );
}
