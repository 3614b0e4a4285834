/** Link for devices that send datagrams: each address is a stream until it has been silent for long. */
import { createSocket, type Socket } from "node:dgram";
import type { Clock } from "../clock/clock.ts";
import type { OpenStreams, Stream } from "./stream.ts";
import type { ListenSettings } from "./tcp-listen.ts";

const firstPauseMs = 250;
const mostPauseMs = 10_000;

export function udpListen({ address, port, mostPeers, idleMs }: ListenSettings, clock: Clock): OpenStreams {
  return (events) => {
    const peers = new Map<string, { stream: Stream; forget: () => void }>();
    let ended = false;
    let pauseMs = firstPauseMs;
    let cancel: () => void = () => undefined;
    let socket = bind();

    function bind(): Socket {
      const made = createSocket(address.includes(":") ? "udp6" : "udp4");
      made.on("error", (error) => {
        if (ended) return;
        events.onState({ up: false, reason: error.message });
        made.close();
        cancel = clock.after(pauseMs, () => {
          socket = bind();
        });
        pauseMs = Math.min(pauseMs * 2, mostPauseMs);
      });
      made.on("message", (bytes, { address: host, port: from }) => hear(host, from, bytes));
      made.bind(port, address, () => {
        pauseMs = firstPauseMs;
        events.onState({ up: true });
      });
      return made;
    }

    function hear(host: string, from: number, bytes: Uint8Array): void {
      const name = `${host}:${from}`;
      const stream = peers.get(name)?.stream ?? open(name, host, from);
      peers.get(name)?.forget();
      peers.delete(name);
      peers.set(name, { stream, forget: clock.after(idleMs, () => close(name)) });
      events.onBytes(stream, bytes);
    }

    function open(name: string, host: string, from: number): Stream {
      const [silentLongest] = peers.keys();
      if (peers.size >= mostPeers && silentLongest !== undefined) close(silentLongest);
      const write = (bytes: Uint8Array) =>
        new Promise<void>((done, failed) =>
          socket.send(bytes, from, host, (error) => (error ? failed(error) : done())),
        );
      const stream = { name, write };
      events.onOpen(stream);
      return stream;
    }

    function close(name: string): void {
      const peer = peers.get(name);
      if (peer === undefined) return;
      peer.forget();
      peers.delete(name);
      events.onClose(peer.stream);
    }

    return {
      async close() {
        ended = true;
        cancel();
        for (const name of [...peers.keys()]) close(name);
        await new Promise<void>((done) => {
          try {
            socket.close(() => done());
          } catch {
            // It is closed already: the error that ended it has been told.
            done();
          }
        });
      },
    };
  };
}
