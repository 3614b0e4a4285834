/** Sums that no single event can mend are asked for again: at once, then at most so often, however many events come. */

import type { QueryClient } from "@tanstack/react-query";
import type { LiveEvents } from "../../http/views.ts";
import { atMost } from "./at-most.ts";

/** The overview is counts; the map is ten thousand rows. */
const sums = [
  { key: "overview", everyMs: 1_000 },
  { key: "map", everyMs: 3_000 },
] as const;

/** Readings alone change no count. */
const changing: readonly (keyof LiveEvents)[] = ["alert", "ticket", "gateway", "device", "registration", "posture"];

export type StaleSums = { hear(name: keyof LiveEvents): void; stop(): void };

export function staleSums(client: QueryClient, now: () => number): StaleSums {
  const refreshers = sums.map(({ key, everyMs }) =>
    atMost(everyMs, now, () => void client.invalidateQueries({ queryKey: [key] })),
  );
  return {
    hear(name) {
      if (changing.includes(name)) for (const refresher of refreshers) refresher.run();
    },
    stop() {
      for (const refresher of refreshers) refresher.stop();
    },
  };
}
