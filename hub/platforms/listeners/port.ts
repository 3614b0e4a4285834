/** What a port that devices dial in to needs of the rest, and what it is once it is open. */
import type { Socket } from "node:net";
import type { ListenWish } from "../kit/platform.ts";
import type { Gathered } from "./gather.ts";
import type { Peer } from "./take.ts";

export type TcpLimits = {
  connections: number;
  /** A carrier may bring all of a street from one address. */
  ofOneAddress: number;
  /** Whoever says nothing sound for so long after it dialled in is nobody's device. */
  firstMs: number;
  /** Signs of life come every few minutes; a connection without any is left over. */
  silentMs: number;
  /** A frame of which some is there is whole after this time, or its connection is cut off. */
  stallMs: number;
};

export type Line = {
  wish: ListenWish;
  limits: TcpLimits;
  take(heard: Gathered, peer: Peer): Promise<Uint8Array[]>;
  /** Cut off, and why. */
  refuse(address: string, why: string): void;
  /** Not stored, so not answered: the connection ends, and the device sends again. Null: no connection is concerned. */
  failed(error: unknown, socket: Socket | null): void;
};

export type Bound = {
  /** `host:port` */
  address: string;
  /** Nobody is heard any more. */
  end(): Promise<void>;
};

export function told(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
