/** A TCP port that devices dial in to: bounded connections, each alone with what it sends, slow and senseless ones cut off. */
import { createServer, type Server, type Socket } from "node:net";
import { Gather } from "./gather.ts";
import type { Line } from "./listeners.ts";

const mostConnections = 1000;
/** A carrier may bring all of a street from one address. */
const mostOfOneAddress = 500;
/** Whoever says nothing sound for so long after it dialled in is nobody's device. */
const firstMs = 30_000;
/** Signs of life come every few minutes; a connection without any is left over. */
const silentMs = 30 * 60_000;
/** Bytes without any sound frame among them, and times it may send damage, before it is cut off. */
const mostGarbage = 16_384;
const mostDamage = 20;

export function tcpServer(line: Line): Server {
  const perAddress = new Map<string, number>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = (perAddress.get(address) ?? 0) + 1;
    if (count > mostOfOneAddress) return void socket.destroy();
    perAddress.set(address, count);
    socket.once("close", () => {
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
    serve(line, socket, address);
  });
  server.maxConnections = mostConnections;
  return server;
}

function serve(line: Line, socket: Socket, address: string): void {
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
    } else stall ??= setTimeout(() => cut(`a frame was not whole within ${line.stallMs} ms`), line.stallMs);
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
  socket.setTimeout(silentMs, () => socket.destroy());
  socket.on("data", (bytes) => void hear(bytes).catch((error) => line.failed(error, socket)));
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    clearTimeout(first);
    clearTimeout(stall);
    for (const heard of gather.end()) void line.take(heard, { way: "tcp", address }).catch(() => undefined);
  });
  line.opened(socket);
}
