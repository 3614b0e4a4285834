/** What the door needs of the rest, and its limits. */
import type { Logger } from "pino";
import type { Changes } from "../../changes.ts";
import type { FrontOptions } from "../../front.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import type { Check, Holder } from "../direct/credential.ts";
import type { Intake } from "../intake/intake.ts";
import type { Models } from "../kit/models.ts";
import type { Opened } from "../opened.ts";
import type { BodyLimits } from "./body.ts";

export type DoorDeps = {
  store: Store;
  intake: Omit<Intake, "failing">;
  opened: Opened;
  check: Check;
  models: Models;
  /** After what a device told of itself is stored. */
  tell(changes: Changes): void;
  /** What was refused is a fault that operators see. */
  report(fault: SeenFault): void;
  /** Ends the connection of a device whose credential is over. */
  shutOut?(holder: Holder): void;
  clock(): number;
  log: Logger;
  front?: FrontOptions;
  /** The line to the gateways is another's broker: it knows no credential of a device. */
  hasOtherBroker?: boolean;
  limits?: Partial<DoorLimits>;
  /** A request that is not whole after this time is ended; 10 s unless given. */
  requestMs?: number;
};

export type DoorLimits = BodyLimits & { connections: number; connectionsEach: number };
