/** Everything of the second door that runs: the intake, the reading of what was stored, the rules, the port. */
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Changes } from "../changes.ts";
import type { SeenFault } from "../store/faults.ts";
import type { Store } from "../store/store.ts";
import { buildDoor } from "./door/server.ts";
import { type Intake, startIntake } from "./intake/intake.ts";
import { startReading } from "./intake/reading.ts";
import type { Models } from "./kit/models.ts";
import { type Listeners, startListeners } from "./listeners/listeners.ts";
import { startRuleClock } from "./rules/rules.ts";

export type PlatformDesk = {
  /** Ready to listen, or for `inject`. */
  door: FastifyInstance;
  intake: Intake;
  models: Models;
  /** Ports that devices dial in to; `refresh` opens them as the connectors say. */
  listeners: Listeners;
  /** Something is to be read: what came, or what is to be read again. */
  wake(): void;
  /** Resolves when all that was stored is read. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type DeskOptions = {
  store: Store;
  models: Models;
  /** After each commit. */
  tell(changes: Changes): void;
  report(fault: SeenFault): void;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

export function startPlatforms(options: DeskOptions): PlatformDesk {
  const rules = startRuleClock(options);
  const tell = (changes: Changes) => {
    options.tell(changes);
    rules.wake();
  };
  const reading = startReading({ ...options, tell });
  const intake = startIntake({ store: options.store, stored: reading.wake });
  const door = buildDoor({ ...options, tell, intake });
  const listeners = startListeners({ ...options, intake });
  return {
    ...{ door, intake, listeners, models: options.models, wake: reading.wake },
    async settled() {
      await reading.settled();
      await rules.settled();
    },
    async close() {
      await door.close();
      await listeners.close();
      await intake.close();
      await reading.close();
      await rules.close();
    },
  };
}
