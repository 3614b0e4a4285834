/** A TCP port that devices dial in to: bounded connections, each alone with what it sends, slow and senseless ones cut off. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Gather, stallMs } from "./gather.ts";
import { type Bound, type Line, type TcpLimits, told } from "./port.ts";

export const usualLimits: TcpLimits = {
  ...{ connections: 1000, ofOneAddress: 500 },
  ...{ firstMs: 30_000, silentMs: 30 * 60_000, stallMs },
};
/** Who comes when all is full comes again and again: that is told so often. */
const fullMs = 1000;
/** Bytes without any sound frame among them, and times it may send damage, before it is cut off. */
const mostGarbage = 16_384;
const mostDamage = 20;

/** Resolves once it is had. */
export async function openTcp(line: Line, port: number): Promise<Bound> {
  const { host } = line.wish;
  const sockets = new Set<Socket>();
  const server = tcpServer(line);
  server.on("connection", (socket) => void sockets.add(socket.once("close", () => sockets.delete(socket))));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  // Of one connection that could not be taken, as where there are no more files: the others go on.
  server.on("error", (error) => line.failed(error, null));
  return {
    address: told(host, (server.address() as AddressInfo).port),
    async end() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function tcpServer(line: Line): Server {
  const { connections, ofOneAddress } = line.limits;
  const perAddress = new Map<string, number>();
  const full = tellSeldom(line);
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = (perAddress.get(address) ?? 0) + 1;
    if (count > ofOneAddress) {
      socket.destroy();
      return full(address, `${ofOneAddress} connections of this address are open already`);
    }
    perAddress.set(address, count);
    socket.once("close", () => {
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
    serve(line, socket, address);
  });
  server.maxConnections = connections;
  server.on("drop", (who) => full(who?.remoteAddress ?? "", `${connections} connections are open already`));
  return server;
}

function tellSeldom({ refuse }: Line): (address: string, why: string) => void {
  const toldAt = new Map<string, number>();
  return (address, why) => {
    const now = performance.now();
    if (now - (toldAt.get(why) ?? Number.NEGATIVE_INFINITY) < fullMs) return;
    toldAt.set(why, now);
    refuse(address, `tcp: ${why}`);
  };
}

function serve(line: Line, socket: Socket, address: string): void {
  const { firstMs, silentMs, stallMs } = line.limits;
  const gather = new Gather(line.wish);
  const state = { isSound: false, garbage: 0, damage: 0 };
  let stall: NodeJS.Timeout | undefined;
  const cut = (why: string) => {
    line.refuse(address, `tcp: ${why}`);
    socket.destroy();
  };
  const first = setTimeout(() => cut(`no sound frame within ${firstMs / 1000} s`), firstMs);
  /** A frame that is half here when this runs out was never meant to be whole: a byte now and then does not put it off. */
  const watch = () => {
    if (gather.due() === null) {
      clearTimeout(stall);
      stall = undefined;
    } else stall ??= setTimeout(() => cut(`a frame was not whole within ${stallMs} ms`), stallMs);
  };
  const hear = async (bytes: Buffer) => {
    socket.pause();
    const all = gather.push(bytes, performance.now());
    const isSound = all.some((heard) => !("damage" in heard));
    if (isSound) {
      clearTimeout(first);
      clearTimeout(stall);
      stall = undefined;
    }
    state.isSound ||= isSound;
    state.garbage = isSound ? 0 : state.garbage + bytes.length;
    state.damage += all.filter((heard) => "damage" in heard).length;
    for (const heard of all)
      for (const answer of await line.take(heard, { way: "tcp", address })) if (!socket.destroyed) socket.write(answer);
    if (state.garbage > mostGarbage) return cut(`${state.garbage} bytes without a sound frame`);
    if (state.damage > mostDamage) return cut(`${state.damage} damaged frames`);
    watch();
    socket.resume();
  };
  // Nothing is lost by an end: the device got no answer, and sends again.
  socket.setTimeout(silentMs, () => cut(`nothing was said for ${silentMs / 1000} s`));
  socket.on("data", (bytes) => void hear(bytes).catch((error) => line.failed(error, socket)));
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    clearTimeout(first);
    clearTimeout(stall);
    for (const heard of gather.end())
      void line.take(heard, { way: "tcp", address }).catch((error) => line.failed(error, null));
  });
}
