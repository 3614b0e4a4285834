/** A raw line to a bus, for tests and for trying things out: bytes out, bytes in, nothing understood. */
import { connect } from "node:net";
import { host } from "./listen.ts";

export type RawLine = {
  send(hex: string): void;
  /** The next `count` bytes as hex, when they have come; rejects when the line ends first. */
  next(count: number): Promise<string>;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
  end(): void;
};

/** Rejects when nobody listens. */
export function openRawLine(port: number): Promise<RawLine> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let held = Buffer.alloc(0);
    let look = () => {};
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    socket.on("data", (bytes) => {
      held = Buffer.concat([held, bytes]);
      look();
    });
    socket.once("error", reject);
    const next = (count: number) =>
      new Promise<string>((got, failed) => {
        look = () => {
          if (held.length < count) return;
          look = () => {};
          const taken = held.subarray(0, count).toString("hex");
          held = held.subarray(count);
          got(taken);
        };
        void closed.then(() => failed(new Error(`the line ended with ${held.length} of ${count} bytes`)));
        look();
      });
    socket.once("connect", () =>
      resolve({ send: (hex) => socket.write(Buffer.from(hex, "hex")), next, closed, end: () => socket.destroy() }),
    );
  });
}
