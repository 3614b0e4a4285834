/** One sensor on a bus: a bank of registers over the world it stands in. */
import type { Value } from "../../core/reading.ts";
import type { Bank, Table } from "./bank.ts";
import type { Seat } from "./layout.ts";
import type { World } from "./physics/world.ts";
import type { Question } from "./slave.ts";
import { factory, type Register, registers, type Settings, type View } from "./units.ts";

/** Its bus address is a register (`settings.address`) and may be changed over the wire. */
export type Unit = {
  seat: Seat;
  settings(): Settings;
  bank: Bank;
  /** The points that lie in what a request reads, or all of them, each in its model's unit. */
  points(asked?: Question): Record<string, Value>;
};

/** `world` gives the world as it is at the moment of asking. */
export function openUnit(seat: Seat, world: () => World): Unit {
  let settings: Settings = { address: seat.unit, ...factory };
  const view = (): View => ({ settings, world: world(), index: seat.index });
  const find = (table: Table, address: number) =>
    registers[seat.model].find((register) => register.table === table && register.address === address);
  const bank: Bank = {
    read: (table, address) => find(table, address)?.read(view()) ?? null,
    accepts: (table, address, value) => verdict(find(table, address), settings, value),
    write: (table, address, value) => {
      settings = find(table, address)?.write?.(settings, value) ?? settings;
    },
  };
  return { seat, settings: () => settings, bank, points: (asked) => pointsIn(seat, view(), asked) };
}

function pointsIn({ model }: Seat, view: View, asked?: Question): Record<string, Value> {
  const read = registers[model].filter((register) => asked === undefined || isWithin(register, asked));
  return Object.fromEntries(read.flatMap(({ point }) => (point ? [[point.id, point.value(view)]] : [])));
}

function isWithin(register: Register, { table, address, count }: Question): boolean {
  return register.table === table && register.address >= address && register.address < address + count;
}

function verdict(register: Register | undefined, settings: Settings, value: number): ReturnType<Bank["accepts"]> {
  if (register?.write === undefined) return "no-address";
  return register.write(settings, value) === null ? "bad-value" : "yes";
}
