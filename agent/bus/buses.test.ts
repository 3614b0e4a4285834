/** What is changed begins anew; every other bus goes on undisturbed. */
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { drivers } from "../../drivers/drivers.ts";
import { realClock } from "../../test/kit/real-clock.ts";
import { until } from "../../test/kit/until.ts";
import { root } from "../../test/rig/paths.ts";
import { loadDocument } from "../settings/load.ts";
import { startBuses } from "./buses.ts";

/** A converter that accepts and stays silent; counts who came. */
async function converter() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, sockets };
}

it("only the link that was changed is opened again", async () => {
  const [a, b] = [await converter(), await converter()];
  const load = (timeoutMs: number, everyMs: number) =>
    loadDocument(
      {
        gateway: { id: "gw-1", title: "网关", place: "门卫室" },
        links: [
          { id: "bus-a", kind: "tcp", host: "127.0.0.1", port: a.port },
          { id: "bus-b", kind: "tcp", host: "127.0.0.1", port: b.port, timeoutMs },
        ],
        devices: ["bus-a", "bus-b"].map((link) => ({
          ...{ id: `on-${link}`, model: "qdy30a", link, place: "3号楼", everyMs },
          title: { zh: "水位计", en: "Level" },
          settings: { unit: 1 },
        })),
      },
      join(root, "hardware/sensors"),
      drivers,
    );
  const events = { onReading: () => undefined, onHealth: () => undefined, onStranger: () => undefined };
  const buses = startBuses(await load(600, 1000), events, realClock());
  onTestFinished(() => buses.close());
  await until("both links to be opened", () => a.sockets.length === 1 && b.sockets.length === 1);
  expect(await buses.change(await load(600, 2000))).toEqual([]);
  expect(await buses.change(await load(300, 2000))).toEqual(["bus-b"]);
  await until("the changed link to be opened again", () => b.sockets.length === 2);
  expect(a.sockets).toHaveLength(1);
  expect(a.sockets[0]?.destroyed).toBe(false);
});
