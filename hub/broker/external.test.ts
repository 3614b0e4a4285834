/** A broker of somebody else goes away and comes back. */
import { createServer, type Server, type Socket } from "node:net";
import { Aedes } from "aedes";
import { expect, onTestFinished, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pretendGateway, silent } from "../../test/kit/quiet-hub.ts";
import { externalLine } from "./external.ts";

type Broker = { port: number; stop(): Promise<void> };

async function startBroker(port = 0): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        aedes.close(() => server.close(() => resolve()));
      }),
  };
}

test("the line comes up again by itself and says so each time", async () => {
  const broker = await startBroker();
  const line = externalLine({ url: `mqtt://127.0.0.1:${broker.port}`, log: silent, firstWindowMs: 5 });
  onTestFinished(() => line.close());
  let up = () => {};
  const isUp = () => new Promise<void>((resolve) => (up = resolve));
  let hear = (_topic: string) => {};
  const heard = new Promise<string>((resolve) => (hear = resolve));
  const first = isUp();
  await line.open(
    async (topic) => hear(topic),
    () => up(),
  );
  await first;
  const again = isUp();
  await broker.stop();
  const second = await startBroker(broker.port);
  onTestFinished(() => second.stop());
  await again;
  const gateway = await pretendGateway(line.address(), "gw-1");
  await gateway.say(topics.status("gw-1" as GatewayId), "x");
  expect(await heard).toBe("lilong/1/gw-1/status");
});

test("a broker that is not there does not stop the start", async () => {
  const broker = await startBroker();
  await broker.stop();
  const line = externalLine({ url: `mqtt://127.0.0.1:${broker.port}`, log: silent, firstWindowMs: 5 });
  onTestFinished(() => line.close());
  const up = new Promise<void>((resolve) => void line.open(async () => {}, resolve));
  expect(line.isUp()).toBe(false);
  const late = await startBroker(broker.port);
  onTestFinished(() => late.stop());
  await up;
  expect(line.isUp()).toBe(true);
});

test("the address that is shown holds no secret", () => {
  const line = externalLine({ url: "mqtt://hub:secret@broker.local:1884", log: silent });
  expect(line.address()).toBe("mqtt://broker.local:1884");
});
