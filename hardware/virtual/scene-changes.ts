/** What troubles change of the scene: covers, rooms, rain, pumps, batteries, wires. Pure. */
import { layout, type Seat } from "./layout.ts";
import { fullBattery } from "./physics/battery.ts";
import type { World } from "./physics/world.ts";
import type { Scene } from "./scene.ts";
import { type Strand, soundStrand } from "./wire.ts";

export const seatsOf = (...models: Seat["model"][]) => layout.filter((seat) => models.includes(seat.model));
export const coverSeats = seatsOf("cover-contact");
export const roomSeats = seatsOf("smoke-relay");
export const poweredSeats = seatsOf("cover-contact", "smoke-relay");

function inWorld(scene: Scene, part: Partial<World>): Scene {
  return { ...scene, world: { ...scene.world, ...part } };
}

/** Changes the items that have a seat of `model` among `seats`. */
function changed<Item>(items: Item[], seats: readonly Seat[], model: Seat["model"], part: Partial<Item>): Item[] {
  const chosen = new Set(seats.filter((seat) => seat.model === model).map((seat) => seat.index));
  return items.map((item, index) => (chosen.has(index) ? { ...item, ...part } : item));
}

export function withCovers(scene: Scene, seats: readonly Seat[], lid: World["covers"][number]["lid"]): Scene {
  return inWorld(scene, { covers: changed(scene.world.covers, seats, "cover-contact", { lid }) });
}

export function withRooms(scene: Scene, seats: readonly Seat[], part: Partial<World["rooms"][number]>): Scene {
  return inWorld(scene, { rooms: changed(scene.world.rooms, seats, "smoke-relay", part) });
}

export function withRain(scene: Scene, wantedMmPerH: number): Scene {
  return inWorld(scene, { sky: { ...scene.world.sky, wantedMmPerH } });
}

export function withPump(scene: Scene, pump: World["pit"]["pump"]): Scene {
  return inWorld(scene, { pit: { ...scene.world.pit, pump } });
}

/** A contact that is closed already changes nothing. */
export function withStandby(scene: Scene, standby: "ready" | "off"): Scene {
  const { pit } = scene.world;
  const isSame = standby === "ready" && pit.standby === "running";
  return isSame ? scene : inWorld(scene, { pit: { ...pit, standby } });
}

export function withCharge(scene: Scene, seats: readonly Seat[], chargePart: number): Scene {
  const part = { battery: { ...fullBattery, chargePart } };
  const { covers, rooms } = scene.world;
  return inWorld(scene, {
    covers: changed(covers, seats, "cover-contact", part),
    rooms: changed(rooms, seats, "smoke-relay", part),
  });
}

export function withStrand(scene: Scene, seats: readonly Seat[], part: Partial<Strand>): Scene {
  const strands = seats.map(({ device }) => [device, { ...soundStrand, ...scene.wire[device], ...part }]);
  return { ...scene, wire: { ...scene.wire, ...Object.fromEntries(strands) } };
}

export function healed(scene: Scene): Scene {
  const dry = withRain(withCovers(scene, coverSeats, "closed"), 0);
  const aired = withRooms(dry, roomSeats, { toastMs: 0, window: "open" });
  const charged = withCharge(aired, poweredSeats, 1);
  return { ...withPump(charged, charged.world.pit.pump === "stopped" ? "resting" : charged.world.pit.pump), wire: {} };
}
