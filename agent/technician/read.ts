/** `lilong-agent read`: one device on one link, its values as they come; nothing is kept and no hub is asked. */
import { type FaultCode, faults } from "../../core/fault.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Point } from "../../core/point.ts";
import type { Value } from "../../core/reading.ts";
import type { Driver } from "../../drivers/kit/driver.ts";
import { startBuses } from "../bus/buses.ts";
import type { Clock } from "../clock/clock.ts";
import { type Loaded, loadDocument } from "../settings/load.ts";

export type ReadRequest = {
  model: string;
  /** As in the settings file, with the id `bench`. */
  link: Record<string, unknown>;
  settings: Record<string, unknown>;
  everyMs?: number;
};

export type Reading = { close(): Promise<void>; count(): number };

const device = "device" as DeviceId;

/** Throws what a wrong settings file throws. `say` gets one line a reading or fault, without its end. */
export async function readDevice(
  request: ReadRequest,
  sensors: string,
  drivers: ReadonlyMap<string, Driver>,
  clock: Clock,
  say: (line: string) => void,
): Promise<Reading> {
  const loaded = await loadDocument(documentOf(request), sensors, drivers);
  const points = loaded.devices[0]?.device.points ?? [];
  let count = 0;
  const buses = startBuses(
    loaded,
    {
      onReading(_device, point, value, agoMs = 0) {
        count += 1;
        say(`${timeOf(clock.wall() - agoMs)}  ${lineOf(points, point, value)}`);
      },
      onHealth(_device, code, detail) {
        say(`${timeOf(clock.wall())}  ${code === "" ? "well" : faultLine(code, detail)}`);
      },
      onStranger: (from, address) => say(`${timeOf(clock.wall())}  another device speaks on ${from}: ${address}`),
    },
    clock,
  );
  return { close: () => buses.close(), count: () => count };
}

function documentOf({ model, link, settings, everyMs }: ReadRequest): unknown {
  const title = { zh: model, en: model };
  const entry = {
    id: device,
    model,
    link: "bench",
    title,
    place: "bench",
    settings,
    ...(everyMs === undefined ? {} : { everyMs }),
  };
  return {
    gateway: { id: "bench", title: "bench", place: "bench" },
    hub: { url: "mqtt://127.0.0.1:1883" },
    links: [link],
    devices: [entry],
  } satisfies Record<keyof Pick<Loaded["settings"], "gateway" | "hub" | "links" | "devices">, unknown>;
}

function lineOf(points: readonly Point[], id: PointId, value: Value): string {
  const point = points.find((candidate) => candidate.id === id);
  const state = typeof value === "boolean" ? point?.states?.[value ? "true" : "false"] : undefined;
  const shown =
    state === undefined
      ? `${String(value)}${point?.unit === undefined ? "" : ` ${point.unit}`}`
      : `${String(value)} (${state.zh} · ${state.en})`;
  return `${id.padEnd(16)} ${shown}${point === undefined ? "" : `   ${point.title.zh}`}`;
}

function faultLine(code: FaultCode, detail: string): string {
  return `${code}: ${detail}. ${faults[code].cure}`;
}

function timeOf(wall: number): string {
  return new Date(wall).toISOString().slice(11, 23);
}
