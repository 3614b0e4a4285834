/** Link over UDP to one device or converter: what comes from elsewhere is dropped by the socket. */
import { createSocket } from "node:dgram";
import type { OpenLine } from "./link.ts";

export type UdpSettings = { host: string; port: number };

export function udpLine({ host, port }: UdpSettings): OpenLine {
  return (on) =>
    new Promise((resolve, reject) => {
      const socket = createSocket("udp4");
      let isOpen = false;
      socket.on("message", on.bytes);
      socket.on("error", (error) => {
        // A refused datagram: nobody listens there now.
        if (isOpen) on.closed(error.message);
        else reject(error);
        socket.close();
      });
      socket.connect(port, host, () => {
        isOpen = true;
        resolve({
          write: (bytes) =>
            new Promise((done, failed) => socket.send(bytes, (error) => (error ? failed(error) : done()))),
          close: () =>
            new Promise((done) => {
              try {
                socket.close(() => done());
              } catch {
                // The error that ended it closed it too.
                done();
              }
            }),
        });
      });
    });
}
