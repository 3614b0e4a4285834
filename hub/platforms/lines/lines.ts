/** The lines of all connectors: each that wishes one has it, as it is set up now. */
import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import { startWaking } from "../../wake.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import { type Intake, pushOf } from "../intake/intake.ts";
import { startOpened } from "../opened.ts";
import { holdAmqp } from "./amqp.ts";
import { keepLine } from "./keep.ts";
import type { Hold, LineState, Publish, Session } from "./line.ts";
import { holdMqtt } from "./mqtt.ts";
import { keepPresence, type Standing } from "./presence.ts";
import { holdPull } from "./pull.ts";

export type Lines = {
  /** Connectors changed. */
  refresh(): void;
  /** Null where the connector holds none. */
  stateOf(connector: GatewayId): LineState | null;
  /** Over the connector's line; resolves once the other side has it. Throws `LINE_DOWN`. */
  publish(connector: GatewayId, topic: string, body: string): Promise<void>;
  close(): Promise<void>;
};

export type LinesOptions = {
  store: Store;
  intake: Intake;
  /** A line came up or went down. */
  tell(changes: Changes): void;
  report(fault: SeenFault): void;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; spreads the tries of many. */
  random?: () => number;
  log: Logger;
};

/** One kind of line after the other: the first that the platform wishes. */
const kinds: readonly ((open: OpenConnector, options: LinesOptions) => Hold | null)[] = [
  ({ platform, connector }, { clock }) => {
    const wish = platform.amqp?.(connector, clock()) ?? null;
    return wish === null ? null : (session) => holdAmqp(wish, session);
  },
  ({ platform, connector }, { clock }) => {
    const wish = platform.mqtt?.(connector, clock()) ?? null;
    return wish === null ? null : (session) => holdMqtt(wish, session);
  },
  ({ platform, connector }, { clock }) => {
    const wish = platform.pulsar?.(connector, clock()) ?? null;
    // Loaded by those alone who have such a line.
    return wish === null ? null : async (session) => (await import("./pulsar.ts")).holdPulsar(wish, session);
  },
  (open, options) => {
    const everyMs = open.platform.pull?.everyMs(open.connector) ?? null;
    return everyMs === null ? null : (session) => holdPull(open, everyMs, session, options);
  },
];

function holdOf(open: OpenConnector | null, options: LinesOptions): Hold | null {
  if (open === null || open.row.state === "paused") return null;
  for (const kind of kinds) {
    const hold = kind(open, options);
    if (hold !== null) return hold;
  }
  return null;
}

/** What changes it opens the line anew. */
function markOf({ row, connector }: OpenConnector): string {
  const text = JSON.stringify([row.state, connector.settings, connector.secrets]);
  return createHash("sha256").update(text).digest("base64url");
}

type Held = {
  mark: string;
  state: LineState;
  /** It failed so often that its connector counts as silent, until it is up again. */
  isStuck: boolean;
  publish: Publish | undefined;
  stop: AbortController;
  over: Promise<void>;
};

function standingOf([id, { isStuck, state }]: [GatewayId, Held]): Standing {
  return { id, isStuck, since: state.since };
}

/** Somebody else may have set up a connector in this store. */
const lookMs = 60_000;

export function startLines(options: LinesOptions): Lines {
  const held = new Map<GatewayId, Held>();

  const look = async () => {
    try {
      const opened = await options.store.read(openAll);
      const wished = new Map(opened.filter((open) => holdOf(open, options) !== null).map(byId));
      for (const [id, line] of held)
        if (wished.get(id) === undefined || markOf(wished.get(id) as OpenConnector) !== line.mark) {
          line.stop.abort("the connector changed");
          await line.over;
        }
      for (const [id, open] of wished) if (!held.has(id)) hold(id, markOf(open));
      await keepPresence(options, [...held].map(standingOf));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.error({ err: error }, "connectors could not be read; it is tried again");
    }
    return lookMs;
  };

  const hold = (id: GatewayId, mark: string) => {
    const stop = new AbortController();
    const state: LineState = { isUp: false, since: options.clock(), why: "" };
    const line: Held = { mark, stop, state, isStuck: false, publish: undefined, over: Promise.resolve() };
    held.set(id, line);
    const setStuck = (isStuck: boolean) => {
      if (line.isStuck === isStuck) return;
      line.isStuck = isStuck;
      looking.wake();
    };
    const over = keep(id, stop.signal, options, {
      told(told, publish) {
        Object.assign(state, told);
        line.publish = publish;
        if (told.isUp) setStuck(false);
      },
      stuck: () => setStuck(true),
    });
    line.over = over.finally(() => held.delete(id));
  };

  const looking = startWaking(look, options.pause);
  return {
    refresh: looking.wake,
    stateOf: (id) => held.get(id)?.state ?? null,
    async publish(id, topic, body) {
      const line = held.get(id);
      if (line?.publish === undefined) throw new Fault("LINE_DOWN", line?.state.why ?? `${id} holds no line`);
      await line.publish(topic, body);
    },
    async close() {
      await looking.close();
      for (const { stop } of held.values()) stop.abort("the hub closes");
      await Promise.all([...held.values()].map(({ over }) => over));
    },
  };
}

async function openAll(tables: Parameters<Parameters<Store["read"]>[0]>[0]): Promise<OpenConnector[]> {
  const rows = await tables.connectors.list();
  const opened = await Promise.all(rows.map(({ id }) => openConnector(tables, id)));
  return opened.filter((open) => open !== null);
}

function byId(open: OpenConnector): [GatewayId, OpenConnector] {
  return [open.row.id, open];
}

function keep(
  id: GatewayId,
  signal: AbortSignal,
  options: LinesOptions,
  { told, stuck }: { told(state: LineState, publish?: Publish): void; stuck(): void },
) {
  const { store, intake, tell, report, clock, pause, random = Math.random, log } = options;
  const opened = startOpened(store);
  const current = () => opened(id);
  const seen = (code: "LINE_DOWN" | "INPUT_INVALID") => (detail: string) =>
    report({ gateway: id, code, subject: "", detail });
  const take: Session["take"] = async (message) => {
    const open = await current();
    if (open === null) throw new Fault("NOT_FOUND", `connector ${id} is gone`);
    await intake.take(pushOf(open, message, clock()));
  };
  return keepLine({
    ...{ clock, pause, random, signal, log: log.child({ connector: id }) },
    stuck(why) {
      seen("LINE_DOWN")(why);
      stuck();
    },
    async next() {
      const hold = holdOf(await current(), options);
      return hold === null ? null : (session) => hold({ ...session, take, refuse: seen("INPUT_INVALID") });
    },
    told(state, publish) {
      told(state, publish);
      log.debug({ connector: id, ...state }, "a line's state");
      tell({ ...noChanges(), gateways: new Set([id]) });
    },
  });
}
