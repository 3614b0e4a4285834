/** A Modbus slave of many units on TCP, whose levels a bench makes up, and an agent's settings for it. */
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { withCrc } from "../drivers/modbus/crc.ts";
import type { Place } from "./place.ts";

const requestBytes = 8;

/** `levelOf` is asked at each question: the unit, and how often it was asked before. The level is in mm. */
export async function startBus(place: Place, levelOf: (unit: number, times: number) => number): Promise<number> {
  const asked = new Map<number, number>();
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      if (bytes.length !== requestBytes) throw new Error(`a request of ${bytes.length} bytes`);
      const unit = bytes[0] as number;
      const times = asked.get(unit) ?? 0;
      asked.set(unit, times + 1);
      const level = levelOf(unit, times);
      socket.write(withCrc(Uint8Array.of(unit, 3, 2, level >> 8, level & 255)));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  place.atEnd(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/**
 * What the agent of a bench reads: `units` on the bus, each with a rule that half a metre crosses, and behind them `sleepers`,
 * asked once an hour and without a rule, whose readings of an outage a bench makes up.
 */
export type Site = { bus: number; broker: string; units: number; everyMs: number; sleepers?: number };

const hourMs = 3_600_000;

/** Writes the settings file; returns its path. */
export function writeSettings(folder: string, { bus, broker, units, everyMs, sleepers = 0 }: Site): string {
  const rule = { id: "high", point: "level", when: { above: 0.5 }, severity: 2, title: { zh: "高", en: "High" } };
  const points = [{ id: "level", address: 0, type: "uint16", scale: 0.001 }];
  const blocks = [{ function: 3, address: 0, count: 1, points }];
  const devices = Array.from({ length: units + sleepers }, (_, i) => ({
    id: `unit-${i + 1}`,
    model: "water-gauge",
    link: "bus",
    title: { zh: "水尺", en: "Gauge" },
    place: "bench",
    everyMs: i < units ? everyMs : hourMs,
    settings: { unit: i + 1, blocks },
    rules: i < units ? [rule] : [],
  }));
  const document = {
    gateway: { id: "gw-bench", title: "bench", place: "bench" },
    hub: { url: broker, firstPauseMs: 100, mostPauseMs: 1000 },
    links: [{ id: "bus", kind: "tcp", host: "127.0.0.1", port: bus }],
    devices,
  };
  const path = join(folder, "gateway.json");
  writeFileSync(path, JSON.stringify(document));
  return path;
}
