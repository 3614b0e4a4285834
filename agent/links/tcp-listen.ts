/** Link for devices that dial in over TCP: each connection is a stream; the longest silent gives way when there are too many. */
import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../clock/clock.ts";
import type { OpenStreams, Stream } from "./stream.ts";

export type ListenSettings = { address: string; port: number; mostPeers: number; idleMs: number };

const firstPauseMs = 250;
const mostPauseMs = 10_000;

export function tcpListen({ address, port, mostPeers, idleMs }: ListenSettings, clock: Clock): OpenStreams {
  return (events) => {
    const peers = new Map<Socket, Stream>();
    let ended = false;
    let pauseMs = firstPauseMs;
    let cancel: () => void = () => undefined;
    let server: Server = listen();

    function listen(): Server {
      const made = createServer({ keepAlive: true, keepAliveInitialDelay: 30_000, noDelay: true }, accept);
      made.on("error", (error) => {
        if (ended) return;
        events.onState({ up: false, reason: error.message });
        cancel = clock.after(pauseMs, () => {
          server = listen();
        });
        pauseMs = Math.min(pauseMs * 2, mostPauseMs);
      });
      made.listen(port, address, () => {
        pauseMs = firstPauseMs;
        events.onState({ up: true });
      });
      return made;
    }

    function accept(socket: Socket): void {
      const [oldest] = peers.keys();
      if (peers.size >= mostPeers) oldest?.destroy();
      const stream: Stream = {
        name: `${socket.remoteAddress}:${socket.remotePort}`,
        write: (bytes) =>
          new Promise((done, failed) => socket.write(bytes, (error) => (error ? failed(error) : done()))),
      };
      peers.set(socket, stream);
      socket.setTimeout(idleMs, () => socket.destroy());
      socket.on("data", (bytes) => {
        // The map keeps the order of speaking: its first has been silent for longest.
        peers.delete(socket);
        peers.set(socket, stream);
        events.onBytes(stream, bytes);
      });
      // What broke the connection ends it; the device dials in again.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        peers.delete(socket);
        events.onClose(stream);
      });
      events.onOpen(stream);
    }

    return {
      async close() {
        ended = true;
        cancel();
        for (const socket of peers.keys()) socket.destroy();
        await new Promise<void>((done) => server.close(() => done()));
      },
    };
  };
}
