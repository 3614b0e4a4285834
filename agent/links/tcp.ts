/** Link over TCP, for serial-to-Ethernet converters: the same bytes as on the wire. */
import { connect } from "node:net";
import type { OpenLine } from "./link.ts";

export type TcpSettings = { host: string; port: number; connectTimeoutMs: number };

export function tcpLine({ host, port, connectTimeoutMs }: TcpSettings): OpenLine {
  return (on) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
      const tooLate = setTimeout(
        () => socket.destroy(new Error(`no connection to ${host}:${port} within ${connectTimeoutMs} ms`)),
        connectTimeoutMs,
      );
      let isOpen = false;
      let reason = "the other end closed the connection";
      socket.on("data", on.bytes);
      socket.on("error", (error) => {
        reason = error.message;
      });
      socket.on("close", () => {
        clearTimeout(tooLate);
        if (isOpen) on.closed(reason);
        else reject(new Error(reason));
      });
      socket.once("connect", () => {
        clearTimeout(tooLate);
        isOpen = true;
        resolve({
          write: (bytes) =>
            new Promise((done, failed) => socket.write(bytes, (error) => (error ? failed(error) : done()))),
          close: () => new Promise((done) => (socket.closed ? done() : socket.once("close", () => done()).destroy())),
        });
      });
    });
}
