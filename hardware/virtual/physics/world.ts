/** Everything that happens in the neighbourhood: `(world, dt) → world`, the same for the same seed. */
import { type Cover, newCover, stepCover } from "./cover.ts";
import { dryLane, type Lane, stepLane } from "./lane.ts";
import { type Noise, wobble } from "./noise.ts";
import { everydayPit, type Pit, stepPit } from "./pit.ts";
import { quietRoom, type Room, stepRoom } from "./room.ts";
import { clearSky, type Sky, stepSky } from "./sky.ts";

export type World = {
  /** Age of the world, ms as watched. */
  elapsedMs: number;
  noise: Noise;
  sky: Sky;
  pit: Pit;
  lane: Lane;
  covers: Cover[];
  rooms: Room[];
};

/** The world moves in steps of this length, so that a late timer changes nothing but the moment. */
export const stepMs = 200;

/** An everyday morning: dry, lids on, nothing burns. */
export function everyday(seed: number): World {
  return {
    elapsedMs: 0,
    noise: seed | 0,
    sky: clearSky,
    pit: everydayPit,
    lane: dryLane,
    covers: [newCover, newCover, newCover],
    rooms: [quietRoom, quietRoom, quietRoom],
  };
}

/** One step of `dtMs` (as watched; `stepMs` unless a test asks otherwise). */
export function step(world: World, dtMs: number): World {
  const { values, noise } = wobble(world.noise, 3 + world.covers.length + world.rooms.length);
  const [gust = 0, slosh = 0, ripple = 0, ...jitter] = values;
  const elapsedMs = world.elapsedMs + dtMs;
  const sky = stepSky(world.sky, dtMs, elapsedMs, gust);
  const lids = world.covers.length;
  return {
    elapsedMs,
    noise,
    sky,
    pit: stepPit(world.pit, dtMs, sky.rainMmPerH, slosh),
    lane: stepLane(world.lane, dtMs, sky.rainMmPerH, ripple),
    covers: world.covers.map((cover, i) => stepCover(cover, dtMs, sky.airCel, jitter[i] ?? 0)),
    rooms: world.rooms.map((room, i) => stepRoom(room, dtMs, jitter[lids + i] ?? 0)),
  };
}
