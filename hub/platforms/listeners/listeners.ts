/** The ports that devices dial in to: one pair a connector, opened and closed as people set them up. */
import type { Socket as UdpSocket } from "node:dgram";
import type { AddressInfo, Server, Socket } from "node:net";
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import { openConnector } from "../connectors.ts";
import type { Intake } from "../intake/intake.ts";
import type { ListenWish } from "../kit/platform.ts";
import { type Opened, startOpened } from "../opened.ts";
import type { Gathered } from "./gather.ts";
import { type Peer, take } from "./take.ts";
import { type TcpLimits, tcpServer, usualLimits } from "./tcp.ts";
import { udpSocket } from "./udp.ts";
import { startUnread, type Unread } from "./unread.ts";

/** What a port needs of the rest. */
export type Line = {
  wish: ListenWish;
  limits: TcpLimits;
  take(heard: Gathered, peer: Peer): Promise<Uint8Array[]>;
  /** Cut off, and why. */
  refuse(address: string, why: string): void;
  opened(socket: Socket): void;
  /** Not stored, so not answered: the connection ends, and the device sends again. */
  failed(error: unknown, socket: Socket | null): void;
};

export type ListenState = { isUp: boolean; since: number; why: string; tcp: string | null; udp: string | null };

export type Listeners = {
  /** Connectors changed: resolves when the ports are as they say. */
  refresh(): Promise<void>;
  /** Null: it does not listen. */
  stateOf(connector: GatewayId): ListenState | null;
  close(): Promise<void>;
};

export type ListenersOptions = {
  store: Store;
  intake: Pick<Intake, "take">;
  report(fault: SeenFault): void;
  clock(): number;
  log: Logger;
  /** As `tcp.ts` has them unless given. */
  limits?: Partial<TcpLimits>;
};

type Started = ListenersOptions & { opened: Opened; unread: Unread };
type Running = { by: string; state: ListenState; end(): Promise<void> };

export function startListeners(given: ListenersOptions): Listeners {
  const { store, clock } = given;
  const options = { ...given, opened: startOpened(store), unread: startUnread(store, clock) };
  const running = new Map<GatewayId, Running>();
  let turn: Promise<void> = Promise.resolve();
  let isClosed = false;

  const settle = async () => {
    const wanted = isClosed ? new Map<GatewayId, Wanted>() : await wishes(options.store);
    for (const [id, one] of running)
      if (wanted.get(id)?.by !== one.by) {
        running.delete(id);
        await one.end();
      }
    for (const [id, one] of wanted) if (!running.has(id)) running.set(id, await open(options, id, one));
  };
  const refresh = () => {
    turn = turn.then(settle);
    return turn;
  };
  return {
    refresh,
    stateOf: (connector) => running.get(connector)?.state ?? null,
    async close() {
      isClosed = true;
      await refresh();
    },
  };
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
async function open(options: Started, id: GatewayId, { wish, by }: Wanted): Promise<Running> {
  const sockets = new Set<Socket>();
  const line = lineOf(options, id, wish, sockets);
  const server = wish.tcpPort === null ? null : tcpServer(line);
  const udp = wish.udpPort === null ? null : udpSocket(line);
  const state: ListenState = { isUp: true, since: options.clock(), why: "", tcp: null, udp: null };
  try {
    if (server !== null) state.tcp = await listenTcp(server, wish.host, wish.tcpPort ?? 0);
    if (udp !== null) state.udp = await listenUdp(udp, wish.host, wish.udpPort ?? 0);
  } catch (error) {
    const why = (error as Error).message;
    Object.assign(state, { isUp: false, why });
    options.report({ gateway: id, code: "PORT_TAKEN", subject: "", detail: why });
  }
  const end = async () => {
    await endTcp(server, sockets);
    if (udp !== null && state.udp !== null) await new Promise<void>((done) => udp.close(() => done()));
  };
  return { by, state, end };
}

function lineOf(options: Started, id: GatewayId, wish: ListenWish, sockets: Set<Socket>): Line {
  return {
    ...{ wish, limits: { ...usualLimits, ...options.limits } },
    take: (heard, peer) => take(options, id, wish, heard, peer),
    refuse: (subject, detail) => options.report({ gateway: id, code: "PUSH_REFUSED", subject, detail }),
    opened: (socket) => void sockets.add(socket.once("close", () => sockets.delete(socket))),
    failed(error, socket) {
      if (!(error instanceof Fault)) options.log.error({ err: error, connector: id }, "a message at a port failed");
      socket?.destroy();
    },
  };
}

function listenTcp(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen({ host, port, exclusive: true }, () => resolve(told(host, (server.address() as AddressInfo).port)));
  });
}

function listenUdp(socket: UdpSocket, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.bind({ address: host, port, exclusive: true }, () => resolve(told(host, socket.address().port)));
  });
}

function told(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function endTcp(server: Server | null, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  if (server?.listening) await new Promise<void>((done) => server.close(() => done()));
}
