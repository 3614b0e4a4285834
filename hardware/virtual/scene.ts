/** What trouble can change: the world, and the wires between it and the buses. */
import type { World } from "./physics/world.ts";
import type { Wire } from "./wire.ts";

export type Scene = { world: World; wire: Wire };
