/** An AMQP peer that announces a frame of 4 GB is left at once, and nothing of it is gathered. */
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { pause } from "../../pause.ts";
import { holdAmqp } from "./amqp.ts";
import type { Session } from "./line.ts";

test("a frame that claims 4 GB ends the session with the reason", async () => {
  let sent = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {}).on("data", () => {});
    socket.write(Buffer.from("AMQP\x03\x01\x00\x00", "latin1"));
    socket.write(Buffer.from([255, 255, 255, 255, 2, 1, 0, 0]));
    const go = () => {
      while (sent < 100_000_000 && !socket.destroyed) {
        sent += 65_536;
        if (!socket.write(Buffer.alloc(65_536))) return void socket.once("drain", go);
      }
    };
    go();
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const end = new AbortController();
  const session = { signal: end.signal, pause, up() {}, refuse() {}, take: async () => {} } as unknown as Session;
  const wish = { host: "127.0.0.1", port, tls: false, username: "k", password: "a", source: "q" };
  expect(await holdAmqp(wish, session)).toBe("a frame of 4294967295 bytes is announced; 2097152 are the most");
  expect(sent).toBeLessThan(20_000_000);
});
