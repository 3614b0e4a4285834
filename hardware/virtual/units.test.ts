/** The registers here and the models in hardware/sensors agree: the real driver reads what the sensors produced. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import modbus from "../../drivers/modbus/driver.ts";
import { keepAnswers } from "./answers.ts";
import { replyOn, type State } from "./bus-reply.ts";
import { handClock } from "./clock.ts";
import { layout, type Seat } from "./layout.ts";
import { everyday, step, type World } from "./physics/world.ts";
import { takeRequests } from "./rtu-frames.ts";
import { readModel } from "./sensor-model.ts";
import { openUnit } from "./unit.ts";
import { registers } from "./units.ts";

const gateway = JSON.parse(readFileSync(join(import.meta.dirname, "gateway.json"), "utf8"));

/** A world where everything reads differently from zero. */
function stormy(): World {
  const calm = everyday(5);
  let world: World = {
    ...calm,
    sky: { ...calm.sky, wantedMmPerH: 120 },
    covers: calm.covers.map((cover, i) => ({ ...cover, lid: i === 1 ? "lifted" : "closed" })),
    rooms: calm.rooms.map((room, i) => ({ ...room, toastMs: i === 2 ? 20_000 : 0 })),
  };
  for (let ms = 0; ms < 60_000; ms += 200) world = step(world, 200);
  return world;
}

/** One round of questions of the real driver, answered by the sensors here. */
function readAll(seat: Seat, world: World): { read: Record<string, unknown>; produced: Record<string, unknown> } {
  const state: State = { scene: { world, wire: {} }, noise: 1 };
  const answers = keepAnswers();
  const units = layout.map((one) => openUnit(one, () => state.scene.world));
  const reply = replyOn(seat.bus, units, state, answers, handClock());
  const settings = { ...readModel(seat.model).settings, unit: seat.unit };
  const session = modbus.open(check(modbus.config, settings, "SETTING_INVALID"));
  const read: Record<string, unknown> = {};
  for (let outputs = session.poll(0); outputs.length > 0; ) {
    const next: typeof outputs = [];
    for (const output of outputs) {
      if ("fault" in output) throw new Error(`${output.fault.code}: ${output.fault.detail}`);
      if ("reading" in output) read[output.reading.point] = output.reading.value;
      if ("send" in output)
        for (const frame of takeRequests(output.send).frames)
          next.push(...session.receive(reply(frame)?.bytes ?? new Uint8Array(), 0));
    }
    outputs = next;
  }
  return { read, produced: Object.assign({}, ...answers.list().map(({ points }) => points)) };
}

describe.each(layout)("$device", (seat) => {
  it.each([
    ["an everyday world", everyday(1)],
    ["a storm", stormy()],
  ])("is read by the modbus driver as it is in %s", (_, world) => {
    const { read, produced } = readAll(seat, world);
    expect(read).toEqual(produced);
    expect(Object.keys(read)).toEqual(readModel(seat.model).points.map(({ id }) => id));
  });

  it("hangs in gateway.json where it hangs here", () => {
    const device = gateway.devices.find(({ id }: { id: string }) => id === seat.device);
    expect(device).toMatchObject({ model: seat.model, link: seat.bus, settings: { unit: seat.unit } });
  });
});

describe("the storm", () => {
  it("shows in each kind of sensor", () => {
    const storm = stormy();
    const of = (device: string) => readAll(layout.find((seat) => seat.device === device) as Seat, storm).read;
    expect(of("pit-1").level).toBeGreaterThan(1);
    expect(of("lane-1").level).toBeGreaterThan(0.1);
    expect([of("cover-1").open, of("cover-2").open]).toEqual([false, true]);
    expect([of("smoke-301").smoke, of("smoke-502").smoke]).toEqual([false, true]);
  });
});

describe("gateway.json", () => {
  it("has no device that is not here", () => {
    expect(gateway.devices.map(({ id }: { id: string }) => id)).toEqual(layout.map(({ device }) => device));
  });
});

describe("the registers", () => {
  it.each(Object.entries(registers))("of %s have each address once", (_, rows) => {
    const places = rows.map(({ table, address }) => `${table} ${address}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
