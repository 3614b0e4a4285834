/** The pull line: asks a platform for what it has since the last time, round after round; its mark lies in the store. */
import { Fault } from "../../../core/fault.ts";
import type { OpenConnector } from "../connectors.ts";
import type { PullRequest, PullStep } from "../kit/platform.ts";
import type { Carrier, LineDeps, StartLine } from "./line.ts";

const answerMs = 30_000;
const largestAnswer = 16 * 1024 * 1024;
/** A platform whose pages never end does not keep a round going. */
const mostRequests = 10_000;

/** Where the mark of a connector lies. */
export function pullMark(connector: string): string {
  return `pull:${connector}`;
}

export const startPull: StartLine = (open, carrier, deps) => {
  const { platform, connector } = open;
  const everyMs = platform.pull?.everyMs(connector) ?? null;
  if (everyMs === null) return null;
  const end = new AbortController();
  const run = async () => {
    while (!end.signal.aborted) {
      const failure = await round(open, carrier, deps, end.signal);
      if (end.signal.aborted) return;
      if (failure === null) carrier.up();
      await deps.pause(failure === null ? everyMs : carrier.down(failure), end.signal);
    }
  };
  const running = run();
  return {
    async close() {
      end.abort();
      await running;
    },
  };
};

/** Null, or why it failed. */
async function round(
  { row, platform, connector }: OpenConnector,
  carrier: Carrier,
  { store, clock }: LineDeps,
  signal: AbortSignal,
): Promise<string | null> {
  const name = pullMark(row.id);
  try {
    const mark = await store.read(({ marks }) => marks.read(name));
    let step = (platform.pull as NonNullable<typeof platform.pull>).begin(connector, mark, clock());
    for (let requests = 0; ; requests++) {
      await settle(step, carrier, (reached) => store.transaction(({ marks }) => marks.put(name, reached)));
      if (step.next === null) return null;
      if (requests >= mostRequests) return `${mostRequests} requests were not enough for one round`;
      step = step.next.then(await ask(step.next.ask, signal));
    }
  } catch (error) {
    return error instanceof Fault ? error.detail : reasonOf(error);
  }
}

/** The mark is kept once what came before it is stored. */
async function settle(step: PullStep, carrier: Carrier, keep: (mark: unknown) => Promise<void>): Promise<void> {
  await Promise.all((step.messages ?? []).map((message) => carrier.take(message)));
  if (step.mark !== undefined) await keep(step.mark);
}

/** A redirect is not followed: what proves who we are is for the address that was entered. */
async function ask({ url, ...request }: PullRequest, signal: AbortSignal): Promise<{ status: number; body: Buffer }> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  const response = await fetch(url, { ...request, redirect: "error", signal: ends });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > largestAnswer) throw new Fault("LINE_DOWN", `the answer of ${new URL(url).pathname} is too long`);
    parts.push(part);
  }
  return { status: response.status, body: Buffer.concat(parts) };
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== "" ? `${message}: ${cause.message}` : message;
}
