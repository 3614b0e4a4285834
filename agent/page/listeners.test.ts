/** A page that is open and does not read costs one message of memory, and not for long. */
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { handClock } from "../../test/kit/hand-clock.ts";
import { until } from "../../test/kit/until.ts";
import { openListeners } from "./listeners.ts";

async function setUp(size: number) {
  const clock = handClock();
  let shown = 0;
  const listeners = openListeners(() => JSON.stringify({ shown, fill: "x".repeat(size) }), clock);
  const responses: ServerResponse[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    responses.push(response);
    try {
      listeners.add(request, response);
    } catch (error) {
      refused.push((error as { code: string }).code);
      response.end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const open = (from = "127.0.0.1") => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: "127.0.0.1", localAddress: from });
    socket.on("error", () => undefined).pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    sockets.push(socket);
    return socket;
  };
  const tell = () => {
    shown++;
    listeners.tell();
  };
  return { clock, listeners, responses, refused, open, tell, shown: () => shown };
}

it("who does not read is left behind with what the line holds, and dropped after half a minute", async () => {
  const { clock, listeners, responses, open, tell } = await setUp(100_000);
  open();
  await until("it is open", () => listeners.count() === 1);
  for (let i = 0; i < 500; i++) tell();
  await until("the line is full", () => {
    tell();
    return responses[0]?.writableNeedDrain;
  });
  for (let i = 0; i < 500; i++) tell();
  expect(responses[0]?.writableLength).toBeLessThan(100_000 * 60);
  const before = responses[0]?.writableLength;
  for (let i = 0; i < 500; i++) tell();
  expect(responses[0]?.writableLength).toBe(before);
  await clock.pass(30_001);
  tell();
  expect(listeners.count()).toBe(0);
  expect(responses[0]?.destroyed).toBe(true);
});

it("who reads again is told the latest at once", async () => {
  const { listeners, responses, open, tell, shown } = await setUp(100_000);
  const socket = open();
  await until("it is open", () => listeners.count() === 1);
  await until("the line is full", () => {
    tell();
    return responses[0]?.writableNeedDrain;
  });
  for (let i = 0; i < 20; i++) tell();
  let heard = "";
  socket.on("data", (part) => {
    heard = (heard + part.toString()).slice(-150_000);
  });
  socket.resume();
  await until("the latest", () => heard.includes(`"shown":${shown()},`));
  expect(listeners.count()).toBe(1);
});

it("one phone has at most twenty: its oldest goes; others are refused only when two hundred are open", async () => {
  const { listeners, refused, open } = await setUp(10);
  for (let i = 0; i < 25; i++) open();
  await until("twenty", () => listeners.count() === 20);
  open("127.0.0.2");
  await until("another phone's", () => listeners.count() === 21);
  expect(refused).toEqual([]);
  for (let phone = 3; phone < 14; phone++) for (let i = 0; i < 20; i++) open(`127.0.0.${phone}`);
  await until("a refusal", () => refused.length > 0);
  expect(new Set(refused)).toEqual(new Set(["PAGES_FULL"]));
  expect(listeners.count()).toBe(200);
});
