/** Commands that a platform carries to a device: how far each has come there. */
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

export type CarriedCommands = {
  /** As it is now, whether it was there or not. */
  put(command: CarriedCommand): Promise<void>;
  find(connector: GatewayId, id: string): Promise<CarriedCommand | null>;
  /** The newest of this name: platforms count anew. */
  ofTask(connector: GatewayId, task: string): Promise<CarriedCommand | null>;
  /** The oldest of the device that is on its way and has no name there yet. */
  unnamed(connector: GatewayId, foreign: string): Promise<CarriedCommand | null>;
  /** Those of these ids, in any order. */
  list(connector: GatewayId, ids: readonly string[]): Promise<CarriedCommand[]>;
  /** Past their deadline and not over. */
  due(now: number, limit: number): Promise<CarriedCommand[]>;
  nextDue(): Promise<number | null>;
};
