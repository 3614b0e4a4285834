/** The ports that devices dial in to: one pair a connector, opened and closed as people set them up. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import { startWaking, type Waking } from "../../wake.ts";
import { openConnector } from "../connectors.ts";
import type { Intake } from "../intake/intake.ts";
import type { ListenWish } from "../kit/platform.ts";
import type { LineState } from "../lines/line.ts";
import { keepPresence } from "../lines/presence.ts";
import { type Opened, startOpened } from "../opened.ts";
import { keepPort, type Port, type PortOptions } from "./keep-port.ts";
import type { Line, TcpLimits } from "./port.ts";
import { take } from "./take.ts";
import { openTcp, usualLimits } from "./tcp.ts";
import { openUdp } from "./udp.ts";
import { startUnread, type Unread } from "./unread.ts";

/** Up: all its ports are had. The address of each; null: it has none, or cannot have it. */
export type ListenState = LineState & { tcp: string | null; udp: string | null };

export type Listeners = {
  /** Connectors changed: resolves when the ports are as they say, each that could not be had was tried. */
  refresh(): Promise<void>;
  /** Null: it does not listen. */
  stateOf(connector: GatewayId): ListenState | null;
  close(): Promise<void>;
};

export type ListenersOptions = {
  store: Store;
  intake: Pick<Intake, "take">;
  /** A port was had, or is not any more. */
  tell(changes: Changes): void;
  report(fault: SeenFault): void;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; spreads the tries of many. */
  random?: () => number;
  log: Logger;
  /** As `tcp.ts` has them unless given. */
  limits?: Partial<TcpLimits>;
};

type Started = ListenersOptions & { opened: Opened; unread: Unread };
type Running = { by: string; ports: Port[] };

/** Somebody else may have set up a connector in this store. */
const lookMs = 60_000;
const storeMs = 1000;

/** Nothing is opened before the first `refresh`. */
export function startListeners(given: ListenersOptions): Listeners {
  const { store, clock, log } = given;
  const options = { ...given, opened: startOpened(store), unread: startUnread(store, clock) };
  const running = new Map<GatewayId, Running>();
  let looking: Waking | null = null;
  let isClosed = false;

  const settle = async () => {
    const wanted = await wishes(store);
    for (const [id, one] of running)
      if (wanted.get(id)?.by !== one.by) {
        running.delete(id);
        await end(one);
      }
    for (const [id, { wish, by }] of wanted) {
      const one = running.get(id) ?? { by, ports: portsOf(options, id, wish, { stuck: () => looking?.wake() }) };
      running.set(id, one);
      // One after the other: the first of two that want the same has it.
      for (const port of one.ports) await port.tried();
    }
    await keepPresence(options, [...running].map(standingOf));
  };
  const look = async () => {
    try {
      await settle();
      return lookMs;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.error({ err: error }, "what is to listen could not be read or kept; it is tried again");
      return storeMs;
    }
  };
  return {
    async refresh() {
      if (isClosed) return;
      for (const { ports } of running.values()) for (const port of ports) port.tryNow();
      if (looking === null) looking = startWaking(look, given.pause);
      else looking.wake();
      await looking.settled();
    },
    stateOf(connector) {
      const one = running.get(connector);
      return one === undefined ? null : stateOf(one.ports);
    },
    async close() {
      isClosed = true;
      await looking?.close();
      await Promise.all([...running.values()].map(end));
      running.clear();
    },
  };
}

async function end({ ports }: Running): Promise<void> {
  await Promise.all(ports.map((port) => port.end()));
}

function stateOf(ports: readonly Port[]): ListenState {
  const down = ports.filter(({ state }) => !state.isUp);
  const addressOf = (way: Port["way"]) => ports.find((port) => port.way === way)?.state.address ?? null;
  const since = (some: readonly Port[]) => some.map(({ state }) => state.since);
  return {
    isUp: down.length === 0,
    since: down.length === 0 ? Math.max(...since(ports)) : Math.min(...since(down)),
    why: down.map(({ state }) => state.why).join("; "),
    ...{ tcp: addressOf("tcp"), udp: addressOf("udp") },
  };
}

function standingOf([id, { ports }]: [GatewayId, Running]) {
  return { id, isStuck: ports.some(({ isStuck }) => isStuck), since: stateOf(ports).since };
}

/** `by`: the settings it comes from; others ask for other ports. */
type Wanted = { wish: ListenWish; by: string };

async function wishes(store: Store): Promise<Map<GatewayId, Wanted>> {
  return store.read(async (tables) => {
    const wanted = new Map<GatewayId, Wanted>();
    for (const { id, state, settings } of await tables.connectors.list()) {
      const found = state === "on" ? await openConnector(tables, id) : null;
      const wish = found?.platform.listens?.(found.connector);
      if (wish !== undefined) wanted.set(id, { wish, by: JSON.stringify(settings) });
    }
    return wanted;
  });
}

/** A port that cannot be had is a fault that operators see, and stops nothing else. */
function portsOf(options: Started, id: GatewayId, wish: ListenWish, { stuck }: Pick<PortOptions, "stuck">): Port[] {
  const { clock, pause, random = Math.random, report, tell } = options;
  const log = options.log.child({ connector: id });
  const line = lineOf(options, id, wish);
  const keep = (way: Port["way"], open: typeof openTcp, number: number | null) => {
    if (number === null) return [];
    const told = () => tell({ ...noChanges(), gateways: new Set([id]) });
    const refused = (detail: string) => report({ gateway: id, code: "PORT_TAKEN", subject: way, detail });
    return [keepPort({ way, open: () => open(line, number), refused, told, stuck, clock, pause, random, log })];
  };
  return [...keep("tcp", openTcp, wish.tcpPort), ...keep("udp", openUdp, wish.udpPort)];
}

function lineOf(options: Started, id: GatewayId, wish: ListenWish): Line {
  return {
    ...{ wish, limits: { ...usualLimits, ...options.limits } },
    take: (heard, peer) => take(options, id, wish, heard, peer),
    refuse: (subject, detail) => options.report({ gateway: id, code: "PUSH_REFUSED", subject, detail }),
    failed(error, socket) {
      if (!(error instanceof Fault)) options.log.error({ err: error, connector: id }, "a message at a port failed");
      socket?.destroy();
    },
  };
}
