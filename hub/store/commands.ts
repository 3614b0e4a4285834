/** Commands given to gateways, and their results. */
import type { Command, CommandResult } from "../../core/command.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Page, PageWish } from "./page.ts";

export type CommandRow = Command & {
  id: string;
  gateway: GatewayId;
  /** Who gave it. */
  actor: string;
  at: number;
  result: CommandResult | null;
};

export type CommandFilter = {
  gateway?: string | undefined;
  q?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export type Commands = {
  page(ask: CommandFilter & PageWish<"newest">): Promise<Page<CommandRow>>;
  find(gateway: GatewayId, id: string): Promise<CommandRow | null>;
  add(command: CommandRow): Promise<void>;
  /** Keeps the first result; false when there is no such command or it had one. */
  finish(gateway: GatewayId, id: string, result: CommandResult): Promise<boolean>;
  /** Without a result, and not past their deadline. */
  waiting(gateway: GatewayId, now: number): Promise<CommandRow[]>;
};
