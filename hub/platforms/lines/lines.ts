/** Holds the lines of all connectors: begins, ends and begins them anew as connectors are changed, and tells how each stands. */
import type { GatewayId } from "../../../core/id.ts";
import type { SeenFault } from "../../store/faults.ts";
import { startWaking } from "../../wake.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { Intake } from "../intake/intake.ts";
import { carrierOf, type Standing } from "./carrier.ts";
import type { Line, LineDeps, LineState, StartLine } from "./line.ts";
import { startMqtt } from "./mqtt.ts";
import { startPull } from "./pull.ts";

export type Lines = {
  /** Connectors changed. */
  refresh(): void;
  /** Resolves when every connector has the lines it wants. */
  settled(): Promise<void>;
  /** Null: this connector has none. Of several the one that is down. */
  stateOf(connector: GatewayId): LineState | null;
  close(): Promise<void>;
};

export type LinesOptions = LineDeps & {
  intake: Intake;
  /** A line that stays down is a fault that operators see. */
  report(fault: SeenFault): void;
  random?: () => number;
  /** Width of the first window of full jitter. */
  firstWindowMs?: number;
};

const starts: readonly StartLine[] = [startMqtt, startPull];
/** Also looked at this often, whoever forgot to say so. */
const leastOftenMs = 60_000;

type Held = { by: string; lines: Line[]; standings: Standing[]; end: AbortController };

export function startLines(options: LinesOptions): Lines {
  const held = new Map<GatewayId, Held>();
  const waking = startWaking(async () => {
    const wanted = await wantedBy(options);
    for (const [id, { by }] of held) if (by !== wanted.get(id)?.by) await drop(held, id);
    for (const [id, { by, open }] of wanted) if (!held.has(id)) held.set(id, hold(open, by, options));
    return leastOftenMs;
  }, options.pause);
  return {
    refresh: waking.wake,
    settled: waking.settled,
    stateOf(connector) {
      const states = held.get(connector)?.standings.map((standing) => standing()) ?? [];
      return states.find(({ isUp }) => !isUp) ?? states[0] ?? null;
    },
    async close() {
      await waking.close();
      await Promise.all([...held.keys()].map((id) => drop(held, id)));
    },
  };
}

type Wanted = Map<GatewayId, { open: OpenConnector; by: string }>;

/** `by` says all that a line depends on: where it changed, the line begins anew. */
async function wantedBy({ store }: LinesOptions): Promise<Wanted> {
  return store.read(async (tables) => {
    const wanted: Wanted = new Map();
    for (const { id, state } of await tables.connectors.list()) {
      const open = state === "on" ? await openConnector(tables, id) : null;
      if (open !== null) wanted.set(id, { open, by: JSON.stringify(open.connector) });
    }
    return wanted;
  });
}

async function drop(held: Map<GatewayId, Held>, id: GatewayId): Promise<void> {
  const { lines, end } = held.get(id) as Held;
  end.abort();
  held.delete(id);
  await Promise.all(lines.map((line) => line.close()));
}

function hold(open: OpenConnector, by: string, options: LinesOptions): Held {
  const end = new AbortController();
  const held: Held = { by, lines: [], standings: [], end };
  for (const start of starts) {
    const { carrier, standing } = carrierOf(open.row.id, options, end.signal);
    const line = begin(start, open, carrier, options);
    if (line === null) continue;
    held.lines.push(line);
    held.standings.push(standing);
  }
  return held;
}

const noLine: Line = { close: async () => {} };

/** Settings that no line can begin with are told, and tried when they are changed. */
function begin(start: StartLine, open: OpenConnector, carrier: Parameters<StartLine>[1], deps: LineDeps): Line | null {
  try {
    return start(open, carrier, deps);
  } catch (error) {
    carrier.down((error as Error).message);
    return noLine;
  }
}
