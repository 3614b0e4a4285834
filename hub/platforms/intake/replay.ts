/** Marks a span's messages to be read again, some in each transaction: a day of them holds up nobody. */
import type { GatewayId } from "../../../core/id.ts";
import type { Place } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";

/** Large ones are written anew with their bodies. */
const mostAtOnce = 20;
const mostMs = 8;

type Work<Result> = (tables: Tables) => Promise<Result>;

/** Answers how many. `act` does some work in a transaction of its own. */
export async function replay(
  act: <Result>(work: Work<Result>) => Promise<Result>,
  connector: GatewayId,
  { from, to }: { from: number; to: number },
): Promise<number> {
  let [sum, behind]: [number, Place | null] = [0, null];
  do {
    const some = await act((tables) => replaySome(tables, connector, { from, to, behind }));
    [sum, behind] = [sum + some.count, some.next];
  } while (behind !== null);
  return sum;
}

async function replaySome(
  { pushes }: Tables,
  connector: GatewayId,
  { from, to, behind }: { from: number; to: number; behind: Place | null },
) {
  const began = performance.now();
  let [count, next] = [0, behind];
  do {
    const some = await pushes.replay(connector, from, to, { behind: next, limit: mostAtOnce });
    [count, next] = [count + some.count, some.next];
  } while (next !== null && performance.now() - began < mostMs);
  return { count, next };
}
