/** A bus as a serial-to-Ethernet converter shows it: RTU frames over a TCP connection, and a plug that can be pulled. */
import { createServer, type Socket } from "node:net";
import type { Clock } from "./clock.ts";
import { close, listen } from "./listen.ts";
import { freshStream, receive } from "./rtu-frames.ts";

const againMs = 250;

/** `reply` gets a whole request with a good CRC; the bytes go back `lateMs` later, null is silence. */
export type BusSettings = {
  id: string;
  port: number;
  clock: Clock;
  reply(request: Uint8Array): { bytes: Uint8Array; lateMs: number } | null;
};

export type Bus = {
  port: number;
  state(): "plugged" | "unplugged";
  /** Drops who is connected and refuses others for `ms`. */
  unplug(ms: number): void;
  /** Back at once; resolves when it listens. */
  plug(): Promise<void>;
  stop(): Promise<void>;
};

/** Resolves when the bus listens. Throws `PORT_TAKEN`. */
export async function openBus({ id, port: wanted, clock, reply }: BusSettings): Promise<Bus> {
  const sockets = new Set<Socket>();
  let state: "plugged" | "unplugged" | "stopped" = "plugged";
  let turn: Promise<void> = Promise.resolve();
  let cancel = () => {};

  const server = createServer({ noDelay: true }, (socket) => {
    if (state === "plugged") serve(socket, sockets, clock, reply);
    else socket.destroy();
  });
  const port = await listen(server, wanted, id);
  const again = () => {
    cancel = clock.after(againMs, () => become("plugged"));
  };
  const settle = async () => {
    // Another program may hold the port for a moment.
    if (state === "plugged" && !server.listening) await listen(server, port, id).then(() => {}, again);
    if (state !== "plugged" && server.listening) await close(server);
  };
  const become = (next: typeof state) => {
    cancel();
    if (state !== "stopped") state = next;
    if (state !== "plugged") for (const socket of sockets) socket.destroy();
    turn = turn.then(settle);
    return turn;
  };
  return {
    port,
    state: () => (state === "plugged" ? "plugged" : "unplugged"),
    unplug: (ms) => {
      void become("unplugged");
      cancel = clock.after(ms, () => become("plugged"));
    },
    plug: () => become("plugged"),
    stop: () => become("stopped"),
  };
}

/** One connection: its own stream of bytes, since a converter gives each master its own. */
function serve(socket: Socket, sockets: Set<Socket>, clock: Clock, reply: BusSettings["reply"]): void {
  let stream = freshStream;
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  // A master that vanishes is everyday; `close` follows.
  socket.on("error", () => {});
  socket.on("data", (bytes: Uint8Array) => {
    const heard = receive(stream, bytes, clock.monotonicMs());
    stream = heard.stream;
    for (const frame of heard.frames) send(socket, clock, reply(frame));
  });
}

function send(socket: Socket, clock: Clock, answer: ReturnType<BusSettings["reply"]>): void {
  if (answer === null) return;
  const write = () => socket.writable && socket.write(answer.bytes);
  if (answer.lateMs === 0) write();
  else clock.after(answer.lateMs, write);
}
