/** The pull line: asks a platform for what it has since the last time, round after round; its mark lies in the store. */
import { Fault } from "../../../core/fault.ts";
import type { Store } from "../../store/store.ts";
import { openCaller } from "../calls/caller.ts";
import type { OpenConnector } from "../connectors.ts";
import type { PullStep } from "../kit/platform.ts";
import type { Session } from "./line.ts";

const withinMs = 30_000;
const most = 16 * 1024 * 1024;
/** A platform whose pages never end does not keep a round going. */
const mostRequests = 10_000;

/** Where the mark of a connector lies. */
export function pullMark(connector: string): string {
  return `pull:${connector}`;
}

type PullDeps = { store: Store; clock(): number };

/** Resolves with why a round failed; the next begins where its mark is. */
export async function holdPull(
  open: OpenConnector,
  everyMs: number,
  session: Session,
  deps: PullDeps,
): Promise<string> {
  for (;;) {
    const failure = await round(open, session, deps);
    if (session.signal.aborted) return "closed";
    if (failure !== null) return failure;
    session.up();
    await session.pause(everyMs, session.signal);
  }
}

/** Null, or why it failed. */
async function round(
  { row, platform: { pull }, connector }: OpenConnector,
  session: Session,
  { store, clock }: PullDeps,
): Promise<string | null> {
  const name = pullMark(row.id);
  if (pull === undefined) return "the platform cannot be asked";
  const caller = openCaller();
  try {
    const mark = await store.read(({ marks }) => marks.read(name));
    let step = pull.begin(connector, mark, clock());
    for (let requests = 0; ; requests++) {
      await settle(step, session, (reached) => store.transaction(({ marks }) => marks.put(name, reached)));
      if (step.next === null) return null;
      if (requests >= mostRequests) return `${mostRequests} requests were not enough for one round`;
      step = step.next.then(await caller.ask(step.next.ask, { signal: session.signal, withinMs, most }));
    }
  } catch (error) {
    return error instanceof Fault ? error.detail : (error as Error).message;
  } finally {
    caller.close();
  }
}

/** The mark is kept once what came before it is stored. */
async function settle(step: PullStep, session: Session, keep: (mark: unknown) => Promise<void>): Promise<void> {
  await Promise.all((step.messages ?? []).map((message) => session.take(message)));
  if (step.mark !== undefined) await keep(step.mark);
}
