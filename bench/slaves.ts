/** A bus of 32 slaves with 4 dead on a real connection: how far single intervals of the live ones are from what was asked for. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { startBus } from "../agent/bus/bus.ts";
import { openLink } from "../agent/links/open-link.ts";
import type { DeviceId } from "../core/id.ts";
import { withCrc } from "../drivers/modbus/crc.ts";
import modbus from "../drivers/modbus/driver.ts";
import { realClock } from "../test/kit/real-clock.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause } from "./place.ts";
import { percentile, type Row, type Table } from "./table.ts";

const units = 32;
const dead = new Set([5, 11, 17, 32]);
const everyMs = 5000;
/** What a question and its answer take at 9600 baud. */
const answerMs = 20;
const settleMs = 10_000;

type Intervals = { longest: number; shortest: number; tenth: number };

/** `seconds` a run. */
export async function slaves(seconds = 60): Promise<Table> {
  const without = await inPlace((place) => measure(place, new Set(), seconds));
  const withDead = await inPlace((place) => measure(place, dead, seconds));
  const row = (figure: string, value: number, bound?: "≤ 110" | "≥ 90"): Row =>
    bound === undefined
      ? { figure, value, unit: "%" }
      : { figure, value, unit: "%", target: bound, met: bound === "≤ 110" ? value <= 110 : value >= 90 };
  return {
    title: `32 slaves asked each ${everyMs / 1000} s over TCP, an answer takes ${answerMs} ms, time-out 600 ms; ${seconds} s a run`,
    machine: machine(),
    rows: [
      row("longest interval of a live slave, 4 dead", withDead.longest, "≤ 110"),
      row("shortest interval of a live slave, 4 dead", withDead.shortest, "≥ 90"),
      row("99 of 100 are at most, 4 dead", withDead.tenth),
      row("peer: longest interval, none dead", without.longest),
      row("peer: shortest interval, none dead", without.shortest),
    ],
  };
}

async function measure(place: Place, silent: ReadonlySet<number>, seconds: number): Promise<Intervals> {
  const asked = new Map<number, number[]>();
  const port = await startSlaves(place, silent, (unit) =>
    asked.set(unit, [...(asked.get(unit) ?? []), performance.now()]),
  );
  const devices = Array.from({ length: units }, (_, i) => ({
    id: `unit-${i + 1}` as DeviceId,
    everyMs,
    refuses: () => null,
    session: modbus.open({
      unit: i + 1,
      blocks: [{ function: 3, address: 0, count: 1, points: [{ id: "level" as never, address: 0, type: "uint16" }] }],
    }),
  }));
  const link = {
    id: "bus",
    kind: "tcp" as const,
    host: "127.0.0.1",
    port,
    connectTimeoutMs: 1000,
    timeoutMs: 600,
    gapMs: 20,
  };
  const ignore = { onReading: () => undefined, onHealth: () => undefined, onStranger: () => undefined };
  const bus = startBus(devices, link, (on) => openLink(link, on, realClock()), ignore, realClock());
  place.atEnd(() => bus.close());
  await pause(settleMs);
  const from = performance.now();
  await pause(seconds * 1000);
  const all = [...asked]
    .filter(([unit]) => !silent.has(unit))
    .flatMap(([, times]) => intervals(times.filter((at) => at >= from)));
  const percent = all.map((ms) => (ms / everyMs) * 100);
  return { longest: Math.max(...percent), shortest: Math.min(...percent), tenth: percentile(percent, 0.99) };
}

function intervals(times: readonly number[]): number[] {
  return times.slice(1).map((at, i) => at - (times[i] as number));
}

async function startSlaves(place: Place, silent: ReadonlySet<number>, heard: (unit: number) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      const unit = bytes[0] as number;
      heard(unit);
      if (!silent.has(unit)) setTimeout(() => socket.write(withCrc(Uint8Array.of(unit, 3, 2, 0, unit))), answerMs);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  place.atEnd(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
