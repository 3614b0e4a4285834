/** The registers of each kind of sensor, as its model in hardware/sensors/ maps them: one row a register. */
import type { Value } from "../../core/reading.ts";
import type { Table } from "./bank.ts";
import type { UnitModel } from "./layout.ts";
import { pit } from "./physics/pit.ts";
import type { World } from "./physics/world.ts";

/** What a technician can set in a sensor; the raw registers, as they stand. */
export type Settings = { address: number; baudCode: number; unitCode: number; decimals: number; zero: number };

/** A sensor's view: its settings, the world around it, and its place among its kind. */
export type View = { settings: Settings; world: World; index: number };

export type Register = {
  table: Table;
  address: number;
  means: string;
  /** The raw value, 0..65535; signed values wrap. */
  read(view: View): number;
  /** Settings with the new raw value, or null when the sensor refuses it; absent where it is read-only. */
  write?(settings: Settings, raw: number): Settings | null;
  /** The point this register is, and its value in the model's unit. */
  point?: { id: string; value(view: View): Value };
};

/** 9600 baud, centimetres, one decimal: as such transmitters leave the factory. */
export const factory = { baudCode: 3, unitCode: 1, decimals: 1, zero: 0 } as const;
const largestRaw = 0x7fff;
const rangeCm = 500;

/** Writes one setting when it lies within its bounds. */
function setting(key: keyof Settings, least: number, most: number) {
  return (settings: Settings, raw: number): Settings | null =>
    raw >= least && raw <= most ? { ...settings, [key]: raw } : null;
}

const signed = (raw: number) => (raw << 16) >> 16;

/** What the transmitter shows: the level in cm, with its decimals, moved by its zero. */
function levelRaw({ settings, world }: View): number {
  const raw = Math.round(world.pit.readM * 100 * 10 ** settings.decimals) + signed(settings.zero);
  return Math.max(-largestRaw, Math.min(largestRaw, raw));
}

const isLifted = ({ world, index }: View) => world.covers[index]?.lid === "lifted";
const isSmoking = ({ world, index }: View) => world.rooms[index]?.relay === "alarm";
const coverMv = ({ world, index }: View) => Math.round((world.covers[index]?.battery.volts ?? 0) * 1000);
const smokeMv = ({ world, index }: View) => Math.round((world.rooms[index]?.battery.volts ?? 0) * 1000);

/** The other seven inputs of the eight-channel module: nothing is wired to them. */
const openInputs: readonly Register[] = [1, 2, 3, 4, 5, 6, 7].map((address) => ({
  table: "discrete",
  address,
  means: "input not used",
  read: () => 0,
}));

/** The meter of the standby pump: mains as everywhere, and what the pump takes. */
const mains = { volts: 230, hertz: 50 } as const;
const watts = ({ world }: View) => (world.pit.standby === "running" ? pit.standbyW : 0);

/** IEEE 754, high word first; the meter answers for the places between too. */
function float(address: number, means: string, value: (view: View) => number, id?: string): Register[] {
  const bytes = (view: View) => {
    const buffer = Buffer.alloc(4);
    buffer.writeFloatBE(value(view));
    return buffer;
  };
  return [
    {
      ...{ table: "input", address, means: `${means}, high word` },
      read: (view) => bytes(view).readUInt16BE(0),
      ...(id === undefined ? {} : { point: { id, value } }),
    },
    { table: "input", address: address + 1, means: `${means}, low word`, read: (view) => bytes(view).readUInt16BE(2) },
  ];
}

export const registers: Record<UnitModel, readonly Register[]> = {
  qdy30a: [
    {
      table: "holding",
      address: 0,
      means: "bus address",
      read: ({ settings }) => settings.address,
      write: setting("address", 1, 247),
    },
    {
      table: "holding",
      address: 1,
      means: "baud code (3 = 9600)",
      read: ({ settings }) => settings.baudCode,
      write: setting("baudCode", 0, 7),
    },
    {
      table: "holding",
      address: 2,
      means: "unit code (1 = cm)",
      read: ({ settings }) => settings.unitCode,
    },
    {
      table: "holding",
      address: 3,
      means: "decimals",
      read: ({ settings }) => settings.decimals,
      write: setting("decimals", 0, 3),
    },
    {
      table: "holding",
      address: 4,
      means: "level, int16",
      read: (view) => levelRaw(view) & 0xffff,
      point: { id: "level", value: (view) => levelRaw(view) / (100 * 10 ** view.settings.decimals) },
    },
    {
      table: "holding",
      address: 5,
      means: "zero, int16",
      read: ({ settings }) => settings.zero,
      write: setting("zero", 0, 0xffff),
    },
    {
      table: "holding",
      address: 6,
      means: "range",
      read: ({ settings }) => Math.min(largestRaw, rangeCm * 10 ** settings.decimals),
    },
  ],
  "water-gauge": [
    {
      table: "holding",
      address: 0,
      means: "depth, cm",
      read: ({ world }) => world.lane.readCm,
      point: { id: "level", value: ({ world }) => world.lane.readCm / 100 },
    },
    {
      table: "holding",
      address: 0x1000,
      means: "bus address",
      read: ({ settings }) => settings.address,
      write: setting("address", 1, 247),
    },
  ],
  "eastron-sdm120": [
    ...float(0, "voltage, V", () => mains.volts, "voltage"),
    ...float(6, "current, A", (view) => watts(view) / mains.volts, "current"),
    ...float(12, "power, W", watts, "power"),
    ...[2, 4, 8, 10].flatMap((address) => float(address, "not used", () => 0)),
    ...float(70, "frequency, Hz", () => mains.hertz, "frequency"),
    ...float(342, "energy, kWh", () => 0, "energy"),
  ],
  "cover-contact": [
    {
      table: "discrete",
      address: 0,
      means: "1 = contact closed, the cover is on",
      read: (view) => Number(!isLifted(view)),
      point: { id: "open", value: isLifted },
    },
    ...openInputs,
    {
      table: "input",
      address: 121,
      means: "supply, mV",
      read: coverMv,
      point: { id: "supply", value: (view) => coverMv(view) / 1000 },
    },
  ],
  "smoke-relay": [
    {
      table: "discrete",
      address: 0,
      means: "1 = contact closed, alarm",
      read: (view) => Number(isSmoking(view)),
      point: { id: "smoke", value: isSmoking },
    },
    ...openInputs,
    {
      table: "input",
      address: 121,
      means: "supply, mV",
      read: smokeMv,
      point: { id: "supply", value: (view) => smokeMv(view) / 1000 },
    },
  ],
};
