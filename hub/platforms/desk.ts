/** Everything of the second door that runs: the intake, the reading of what was stored, the rules, the port. */
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { FrontOptions } from "../front.ts";
import type { SeenFault } from "../store/faults.ts";
import type { Store } from "../store/store.ts";
import { type CommandOptions, startCommands } from "./commands/commands.ts";
import { registerAgain } from "./devices/register.ts";
import type { Holder } from "./direct/credential.ts";
import type { DoorLimits } from "./door/deps.ts";
import { buildDoor } from "./door/server.ts";
import { type Intake, startIntake } from "./intake/intake.ts";
import { startReading } from "./intake/reading.ts";
import type { Models } from "./kit/models.ts";
import type { LineState } from "./lines/line.ts";
import { type Lines, startLines } from "./lines/lines.ts";
import { type Listeners, type ListenersOptions, type ListenState, startListeners } from "./listeners/listeners.ts";
import { type Evaluator, startEvaluator } from "./mapping/evaluate.ts";
import { startPaced } from "./mapping/paced.ts";
import { startRuleClock } from "./rules/rules.ts";

export type PlatformDesk = {
  /** Ready to listen, or for `inject`. */
  door: FastifyInstance;
  intake: Intake;
  /** The lines that the hub holds; `refresh` after a connector changed. */
  lines: Lines;
  models: Models;
  /** Where somebody's own expressions are evaluated: what is live, and what is only tried. */
  evaluator: Evaluator;
  trial: Evaluator;
  /** How its line, or its port, stands; null: the hub holds none. */
  stateOf(connector: GatewayId): LineState | null;
  /** Ports that devices dial in to; `refresh` opens them as the connectors say. */
  listeners: Listeners;
  /** Something is to be read: what came, or what is to be read again. */
  wake(): void;
  /** A command was given. */
  tellDevices(): void;
  /** Resolves when all that was stored is read. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type DeskOptions = Pick<CommandOptions, "publish" | "patienceMs" | "random"> & {
  store: Store;
  models: Models;
  /** After each commit. */
  tell(changes: Changes): void;
  report(fault: SeenFault): void;
  /** Ends the connection of a device whose credential is over. */
  shutOut?(holder: Holder): void;
  /** Wall clock, ms since 1970. */
  clock(): number;
  /** Ms on a clock that only goes forward; the process's own unless given. */
  monotonic?: () => number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
  /** Of the door's port. */
  front?: FrontOptions;
  limits?: Partial<DoorLimits>;
  /** Of the ports that devices dial in to; the door's are not theirs. */
  listenerLimits?: ListenersOptions["limits"];
  /** The line to the gateways is another's broker. */
  hasOtherBroker?: boolean;
};

export function startPlatforms(options: DeskOptions): PlatformDesk {
  const rules = startRuleClock(options);
  const tell = (changes: Changes) => {
    options.tell(changes);
    rules.wake();
  };
  const registered = registerAgain(options);
  const [evaluator, trial] = [startPaced(options), startEvaluator({ ...options, longestMs: 1000 })];
  const reading = startReading({ ...options, tell, evaluator });
  const intake = startIntake({ store: options.store, stored: reading.wake, report: options.report });
  const lines = startLines({ ...options, intake });
  const commands = startCommands({ ...options, publish: lines.publish });
  const door = buildDoor({ ...options, tell, intake });
  const listeners = startListeners({ ...options, intake, limits: options.listenerLimits ?? {} });
  return {
    ...{ door, intake, lines, listeners, models: options.models, evaluator, trial },
    stateOf: (id) => lines.stateOf(id) ?? lineOf(listeners.stateOf(id)),
    ...{ wake: reading.wake, tellDevices: commands.wake },
    async settled() {
      await registered;
      await reading.settled();
      await rules.settled();
      await commands.settled();
    },
    async close() {
      await registered;
      await door.close();
      await lines.close();
      await listeners.close();
      await intake.close();
      await reading.close();
      await rules.close();
      await evaluator.close();
      await trial.close();
      await commands.close();
    },
  };
}

function lineOf(state: ListenState | null): LineState | null {
  return state === null ? null : { isUp: state.isUp, since: state.since, why: state.why };
}
