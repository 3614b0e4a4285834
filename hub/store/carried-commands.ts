/** Commands that a platform carries to a device: how far each has come there. */
import type { CommandResult } from "../../core/command.ts";
import type { GatewayId } from "../../core/id.ts";

export type CarriedCommand = {
  connector: GatewayId;
  /** The command's own id. */
  id: string;
  /** The device as the platform names it. */
  foreign: string;
  /** The platform's name of the command; null until it told one. */
  task: string | null;
  /** Oldest first. */
  steps: readonly { step: string; at: number }[];
  deadline: number;
  /** Nothing more is awaited. */
  isOver: boolean;
};

export type EarlyStep = { step: string; at: number; result: CommandResult | null };

export type CarriedCommands = {
  /** As it is now, whether it was there or not. */
  put(command: CarriedCommand): Promise<void>;
  find(connector: GatewayId, id: string): Promise<CarriedCommand | null>;
  /** The newest of this name: platforms count by device, and anew. */
  ofTask(connector: GatewayId, foreign: string, task: string): Promise<CarriedCommand | null>;
  /** Those of these ids, in any order. */
  list(connector: GatewayId, ids: readonly string[]): Promise<CarriedCommand[]>;
  /** Past their deadline and not over. */
  due(now: number, limit: number): Promise<CarriedCommand[]>;
  nextDue(): Promise<number | null>;
  /** Lets go of at most `limit` that are over and whose deadline was before `at`. Answers how many. */
  removeBefore(at: number, limit: number): Promise<number>;
  /** What a platform told of a name that is nobody's yet: its message may overtake its answer. */
  keepEarly(connector: GatewayId, foreign: string, task: string, early: EarlyStep): Promise<void>;
  /** What was told of the name since then, oldest first; it is let go of. */
  takeEarly(connector: GatewayId, foreign: string, task: string, since: number): Promise<EarlyStep[]>;
  removeEarlyBefore(at: number): Promise<void>;
};
