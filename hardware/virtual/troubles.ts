/** Every trouble the neighbourhood can have, one row each: how it is typed, and what it does to the scene. Pure. */
import { type BusId, busIds, layout, type Seat } from "./layout.ts";
import { battery } from "./physics/battery.ts";
import { room } from "./physics/room.ts";
import { sky } from "./physics/sky.ts";
import type { Scene } from "./scene.ts";
import {
  coverSeats,
  healed,
  poweredSeats,
  roomSeats,
  seatsOf,
  withCharge,
  withCovers,
  withPump,
  withRain,
  withRooms,
  withStandby,
  withStrand,
} from "./scene-changes.ts";

/** What the second or third word chooses from. */
export type Choice = "cover" | "room" | "powered" | "unit" | "bus";

/** What becomes of a bus besides. */
export type Effect = { kind: "unplug"; bus: BusId; ms: number } | { kind: "plug" };

export type Outcome = {
  scene: Scene;
  /** What is so now, in one sentence. */
  now: string;
  /** Where an alert is to be raised or cleared by it; the sentence about when is worked out from the world. */
  watch?: { seats: readonly Seat[]; until: "raised" | "cleared" };
  /** What to expect, where that is no alert. */
  expect?: string;
  effects?: Effect[];
};

/** What an order chose: sensors, or a bus; and its amount. */
export type Target = { seats: readonly Seat[]; bus: BusId; amount: number };

export type Trouble = {
  what: string;
  /** Absent where one word says it all. */
  verb?: string;
  verbIs?: "optional";
  usage: string;
  does: string;
  /** `standard` picks when nothing is named; without it a name is needed. */
  which?: { choice: Choice; standard?: (scene: Scene) => readonly Seat[] };
  amount?: { unit: string; least: number; most: number; standard?: number };
  run(scene: Scene, target: Target): Outcome;
};

const waterSeats = seatsOf("qdy30a", "water-gauge");
const pitSeats = seatsOf("qdy30a");

type Choosable = { names: readonly string[] } & Pick<Target, "seats" | "bus">;

/** What each choice may be, and the words for it; the first is the one to tell. */
export const choices: Record<Choice, readonly Choosable[]> = {
  cover: coverSeats.map((seat) => choosable(seat, [...seat.names, seat.device])),
  room: roomSeats.map((seat) => choosable(seat, [...seat.names, seat.device])),
  powered: poweredSeats.map((seat) => choosable(seat, [seat.device, String(seat.unit)])),
  unit: layout.map((seat) => choosable(seat, [String(seat.unit), seat.device])),
  bus: busIds.map((bus) => ({ names: [bus, bus.slice(-1)], seats: [], bus })),
};

function choosable(seat: Seat, names: readonly string[]): Choosable {
  return { names, seats: [seat], bus: seat.bus };
}

const minute = 60_000;

export const troubles: readonly Trouble[] = [
  {
    what: "cover",
    verb: "lift",
    usage: "cover lift [1|2|3]",
    does: "lifts a manhole cover",
    which: { choice: "cover", standard: (scene) => coverSeats.filter((seat) => !isLifted(scene, seat)).slice(0, 1) },
    run: (scene, { seats }) =>
      seats.length === 0
        ? { scene, now: "All covers are lifted already." }
        : {
            scene: withCovers(scene, seats, "lifted"),
            now: `${titles(seats)} is lifted.`,
            watch: { seats, until: "raised" },
          },
  },
  {
    what: "cover",
    verb: "close",
    usage: "cover close [1|2|3]",
    does: "puts a cover back; all without a number",
    which: { choice: "cover", standard: () => coverSeats },
    run: (scene, { seats }) => ({
      scene: withCovers(scene, seats, "closed"),
      now: `${titles(seats)} ${seats.length > 1 ? "are" : "is"} in place.`,
      watch: { seats, until: "cleared" },
    }),
  },
  {
    what: "rain",
    verb: "start",
    usage: "rain start [mm/h]",
    does: "rain on pit and lane; a cloudburst without a number",
    amount: { unit: "mm/h", least: 1, most: sky.mostMmPerH, standard: sky.cloudburstMmPerH },
    run: (scene, { amount }) => ({
      scene: withRain(scene, amount),
      now: `It rains, ${amount} mm/h.`,
      watch: { seats: waterSeats, until: "raised" },
    }),
  },
  {
    what: "rain",
    verb: "stop",
    usage: "rain stop",
    does: "ends the rain; pump and drain take the water away",
    run: (scene) => ({
      scene: withRain(scene, 0),
      now: "The rain stops.",
      watch: { seats: waterSeats, until: "cleared" },
    }),
  },
  {
    what: "smoke",
    verb: "stop",
    usage: "smoke stop",
    does: "puts the toast out and opens the windows",
    run: (scene) => ({
      scene: withRooms(scene, roomSeats, { toastMs: 0, window: "open" }),
      now: "The toast is out and the windows are open.",
      watch: { seats: roomSeats, until: "cleared" },
    }),
  },
  {
    what: "smoke",
    verb: "start",
    verbIs: "optional",
    usage: "smoke <1|2|3>",
    does: "burns toast in room 301, 402 or 502",
    which: { choice: "room" },
    run: (scene, { seats }) => ({
      scene: withRooms(scene, seats, { toastMs: room.toastMs, window: "shut" }),
      now: `Toast burns in ${titles(seats).toLowerCase()}.`,
      watch: { seats, until: "raised" },
    }),
  },
  {
    what: "pump",
    verb: "stop",
    usage: "pump stop",
    does: "the pump of the pit does not run any more",
    run: (scene) => ({
      scene: withPump(scene, "stopped"),
      now: "The pump of the pit stands still.",
      watch: { seats: pitSeats, until: "raised" },
    }),
  },
  {
    what: "pump",
    verb: "start",
    usage: "pump start",
    does: "the pump runs by its floats again",
    run: (scene) => ({
      scene: withPump(scene, scene.world.pit.pump === "stopped" ? "resting" : scene.world.pit.pump),
      now: "The pump of the pit follows its floats again.",
      watch: { seats: pitSeats, until: "cleared" },
    }),
  },
  {
    what: "standby",
    verb: "on",
    usage: "standby on",
    does: "closes the contact of the standby pump, as the gateway's output pump-1 does",
    run: (scene) => ({
      scene: withStandby(scene, "ready"),
      now: "The contact of the standby pump is closed.",
      expect: "It runs while the pit holds more than 0.4 m; its meter (pump-1-meter) shows the power.",
    }),
  },
  {
    what: "standby",
    verb: "off",
    usage: "standby off",
    does: "opens the contact of the standby pump",
    run: (scene) => ({
      scene: withStandby(scene, "off"),
      now: "The contact of the standby pump is open.",
      expect: "Its meter (pump-1-meter) shows no power.",
    }),
  },
  {
    what: "battery",
    verb: "sag",
    usage: "battery sag [device]",
    does: "empties the battery of a cover or a smoke detector; cover-1 without a name",
    which: { choice: "powered", standard: () => poweredSeats.slice(0, 1) },
    run: (scene, { seats }) => ({
      scene: withCharge(scene, seats, battery.saggedPart),
      now: `The battery of ${devices(seats)} is nearly flat.`,
      watch: { seats, until: "raised" },
    }),
  },
  {
    what: "silence",
    usage: "silence <unit>",
    does: "the sensor stops answering",
    which: { choice: "unit" },
    run: (scene, { seats }) => ({
      scene: withStrand(scene, seats, { speech: "silent" }),
      now: `${devices(seats)} does not answer any more.`,
      expect: "After a few missed answers the console shows it as silent, never as well. `heal` ends it.",
    }),
  },
  {
    what: "damage",
    usage: "damage <unit> [replies]",
    does: "flips bits in the next replies of a sensor; 5 without a number",
    which: { choice: "unit" },
    amount: { unit: "replies", least: 1, most: 10_000, standard: 5 },
    run: (scene, { seats, amount }) => ({
      scene: withStrand(scene, seats, { damaged: Math.round(amount) }),
      now: `The next ${Math.round(amount)} replies of ${devices(seats)} are damaged.`,
      expect: "The gateway refuses them by their CRC (FIELD_DAMAGED); no wrong value reaches the console.",
    }),
  },
  {
    what: "late",
    usage: "late <unit> <ms>",
    does: "the sensor answers so much later",
    which: { choice: "unit" },
    amount: { unit: "ms", least: 0, most: minute },
    run: (scene, { seats, amount }) => ({
      scene: withStrand(scene, seats, { lateMs: amount }),
      now: `${devices(seats)} answers ${amount} ms late.`,
      expect:
        "Beyond the link's timeoutMs the console shows it as late or silent, and no late answer is taken for another.",
    }),
  },
  {
    what: "unplug",
    usage: "unplug <bus-a|bus-b> [s]",
    does: "drops the connection of a bus and refuses new ones; 20 s without a number",
    which: { choice: "bus" },
    amount: { unit: "s", least: 1, most: 3600, standard: 20 },
    run: (scene, { bus, amount }) => ({
      scene,
      now: `${bus} is unplugged for ${amount} s.`,
      expect: "The console shows all its sensors as down; they come back by themselves.",
      effects: [{ kind: "unplug", bus, ms: amount * 1000 }],
    }),
  },
  {
    what: "heal",
    usage: "heal",
    does: "ends every trouble: dry sky, lids on, fresh air, full batteries, sound wires; the water drains by itself",
    run: (scene) => ({
      scene: healed(scene),
      now: "Everything is put right; the water drains by itself.",
      watch: { seats: layout, until: "cleared" },
      effects: [{ kind: "plug" }],
    }),
  },
];

const list = new Intl.ListFormat("en");
const titles = (seats: readonly Seat[]) => list.format(seats.map((seat) => seat.title));
const devices = (seats: readonly Seat[]) => list.format(seats.map((seat) => seat.device));

function isLifted({ world }: Scene, { index }: Seat): boolean {
  return world.covers[index]?.lid === "lifted";
}
