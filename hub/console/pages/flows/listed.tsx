/** A titled list that is fetched: what it says while it waits, when it fails and when it is empty. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";

type Props<Row> = {
  title: string;
  none: string;
  query: UseQueryResult<Row[]>;
  side?: ReactNode;
  children: (row: Row) => ReactNode;
};

export function Listed<Row>({ title, none, query: { data, error, refetch }, side, children }: Props<Row>) {
  return (
    <Panel title={title} side={side}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : !data ? <Waiting rows={2} /> : null}
      {data?.length === 0 && <p className="dim">{none}</p>}
      <ul className="faults">{data?.map(children)}</ul>
    </Panel>
  );
}
