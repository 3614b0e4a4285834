/** What is told of one case at nearly the same time goes as one message: that it alarms, and who was sent. Pure. */
import type { OutboxRow } from "../store/outbox.ts";
import type { Notice } from "./notice.ts";

/** Told within this time of each other. */
const togetherMs = 10_000;

type Row = Pick<OutboxRow, "key" | "at"> & { body: Pick<Notice, "kind"> };

/** `rows` in their order. Of each key the first bundle; what comes after it has to wait until that is told. */
export function bundle<One extends Row>(rows: readonly One[]): { bundles: One[][]; later: One[] } {
  const later: One[] = [];
  const bundles = [...Map.groupBy(rows, ({ key }) => key).values()].map((same) => {
    const cut = same.findIndex((row, at) => at > 0 && !isPart(row, same[0] as One));
    const end = cut < 0 ? same.length : cut;
    later.push(...same.slice(end));
    return same.slice(0, end);
  });
  return { bundles, later };
}

/** A rung of an alert begins a message of its own: each says how long nobody has answered. */
function isPart({ body, at }: Row, first: Row): boolean {
  return body.kind === "ticket" && first.body.kind !== "digest" && at - first.at <= togetherMs;
}
