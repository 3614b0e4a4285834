/** Connectors: each brings one account of somebody else's platform to the hub, and stands there as a gateway. */
import type { GatewayId } from "../../core/id.ts";

/** Which model the devices of one product of the platform are. */
export type Product = { product: string; model: string };

export type ConnectorRow = {
  id: GatewayId;
  /** Name of a folder in `platforms/`. */
  platform: string;
  title: string;
  place: string;
  /** By the platform's schema; no secrets. */
  settings: Record<string, unknown>;
  products: Product[];
  /** Ms without any message after which it counts as stopped. */
  quietAfterMs: number;
  /** `paused`: it takes nothing and asks for nothing, until somebody sets it going. */
  state: "on" | "paused";
  by: string;
  at: number;
};

export type Connectors = {
  list(): Promise<ConnectorRow[]>;
  find(id: GatewayId): Promise<ConnectorRow | null>;
  put(row: ConnectorRow): Promise<void>;
};
