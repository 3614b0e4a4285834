/** Counting sensors on Modbus lines, TCP and serial: what they answered, and when, is what the hub must have. */
import { withCrc } from "../../drivers/modbus/crc.ts";
import type { Bank } from "../../hardware/virtual/bank.ts";
import { type Bus, openBus } from "../../hardware/virtual/bus.ts";
import { realClock } from "../../hardware/virtual/clock.ts";
import { canShowPty, openPty, type Pty } from "../../hardware/virtual/pty.ts";
import { answer } from "../../hardware/virtual/slave.ts";
import { limitOf, registerOf, scale } from "./counted.ts";

/** The same clock that every time of a run is on. */
export const now = (): number => performance.now();

/** `answeredAt[n]` is when the sensor gave its n-th answer. */
export type Sensor = { device: string; index: number; answeredAt: number[] };

export type Sensors = {
  list: readonly Sensor[];
  /** `links` and `devices` of a gateway's settings file on these sensors. */
  links: readonly object[];
  devices: readonly object[];
  /** From now on nothing is answered, so nothing more is produced. */
  silence(): void;
  stop(): Promise<void>;
};

/** `few` for a short storm; `many` fill a journal that may hold 2 MiB in about two minutes. */
const crowds = { few: { tcpLines: 2, onALine: 3 }, many: { tcpLines: 7, onALine: 6 } };
export type Crowd = keyof typeof crowds;

const everyMs = 100;
/** Longer than any stall of a busy machine: an answer that comes too late would be produced and not accepted. */
const timeoutMs = 20_000;

/** The serial line is left out where the machine has no socat. */
export async function openSensors(ptyPath: string, crowd: Crowd): Promise<Sensors> {
  const { tcpLines, onALine } = crowds[crowd];
  const tcp = Array.from({ length: tcpLines }, (_, i) => `tcp-${i + 1}`);
  const shown = canShowPty() ? [...tcp, "serial"] : tcp;
  const list = shown.flatMap((line, i) =>
    Array.from({ length: onALine }, (_, unit): Sensor & { line: string; unit: number } => {
      const index = i * onALine + unit;
      return { device: `gauge-${index}`, index, answeredAt: [], line, unit: unit + 1 };
    }),
  );
  let silent = false;
  const replyOn = (line: string) => (request: Uint8Array) => {
    const sensor = list.find((one) => one.line === line && one.unit === request[0]);
    if (silent || sensor === undefined) return null;
    return { bytes: withCrc(Uint8Array.of(sensor.unit, ...answer(request.slice(1, -2), bankOf(sensor)))), lateMs: 0 };
  };
  const buses = new Map<string, Bus>();
  for (const line of shown)
    buses.set(line, await openBus({ id: line, port: 0, clock: realClock, reply: replyOn(line) }));
  const portOf = (line: string) => buses.get(line)?.port ?? 0;
  const pty: Pty | null = canShowPty() ? await openPty(ptyPath, portOf("serial"), realClock) : null;
  return {
    list,
    links: shown.map((line) => linkOf(line, portOf(line), ptyPath)),
    devices: list.map(({ device, line, unit, index }) => deviceOf(device, line, unit, index)),
    silence: () => {
      silent = true;
    },
    async stop() {
      await pty?.stop();
      for (const bus of buses.values()) await bus.stop();
    },
  };
}

/** Reading its first register takes the next number; the second holds the lower half of it. */
function bankOf(sensor: Sensor): Bank {
  let register = 0;
  return {
    read(table, address) {
      if (table !== "holding" || address > 1) return null;
      if (address === 1) return register & 0xffff;
      register = registerOf(sensor.index, sensor.answeredAt.length);
      sensor.answeredAt.push(now());
      return register >>> 16;
    },
    accepts: () => "no-address",
    write: () => undefined,
  };
}

function linkOf(line: string, port: number, ptyPath: string): object {
  const steady = { id: line, timeoutMs, gapMs: 10 };
  if (line === "serial") return { ...steady, kind: "serial", path: ptyPath, baudRate: 115_200 };
  return { ...steady, kind: "tcp", host: "127.0.0.1", port };
}

function deviceOf(id: string, link: string, unit: number, index: number): object {
  const level = { id: "level", address: 0, type: "uint32", scale };
  return {
    ...{ id, link, everyMs, model: "water-gauge", place: "试验台" },
    title: { zh: `水尺 ${index}`, en: `Gauge ${index}` },
    settings: { unit, blocks: [{ function: 3, address: 0, count: 2, points: [level] }] },
    rules: [
      {
        ...{ id: "high", point: "level", severity: 2 },
        when: { above: limitOf(index) },
        title: { zh: "水位高", en: "High" },
      },
    ],
  };
}
