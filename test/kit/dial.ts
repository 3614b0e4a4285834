/** For tests: a device that dials in over TCP, and what it is answered. */
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type Dialled = {
  socket: Socket;
  send(bytes: Uint8Array): void;
  /** Resolves with all that came so far once there is this much of it. */
  hear(atLeast: number): Promise<Buffer>;
  /** Resolves when the other side has ended it. */
  ended: Promise<void>;
};

/** `address`: `host:port`. */
export async function dial(address: string): Promise<Dialled> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) });
  onTestFinished(() => void socket.destroy());
  let heard = Buffer.alloc(0);
  const looks = new Set<() => void>();
  const ended = new Promise<void>((done) => void socket.once("close", () => done()));
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    heard = Buffer.concat([heard, bytes]);
    for (const look of looks) look();
  });
  await new Promise<void>((done) => void socket.once("connect", () => done()));
  return {
    socket,
    ended,
    send: (bytes) => void socket.write(bytes),
    hear: (atLeast) =>
      new Promise((done) => {
        const look = () => {
          if (heard.length < atLeast) return;
          looks.delete(look);
          done(heard);
        };
        looks.add(look);
        look();
      }),
  };
}
