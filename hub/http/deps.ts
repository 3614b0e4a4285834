/** What the routes need of the rest of the hub, and the two ways they touch the store. */
import type { Logger } from "pino";
import { topics } from "../../core/topics.ts";
import type { Oidc } from "../accounts/oidc.ts";
import type { Setup } from "../accounts/setup.ts";
import { type Changes, noChanges } from "../changes.ts";
import type { CoverageDesk } from "../coverage/coverage.ts";
import type { DistrictDesk } from "../district/district.ts";
import type { Enrolling } from "../enrolment/enrol.ts";
import type { Flows } from "../flows/flows.ts";
import type { FrontOptions } from "../front.ts";
import type { PlatformDesk } from "../platforms/desk.ts";
import type { AuditHead } from "../store/audit.ts";
import type { Store, Tables } from "../store/store.ts";
import type { Live } from "./live.ts";

export type Deps = {
  store: Store;
  /** The same, for what is counted at the door: it is no part of what a request does. */
  doorStore: Store;
  live: Live;
  publish(topic: string, body: string, options: { retain: boolean }): void;
  lineIsUp(): boolean;
  /** Ends the connection of a gateway, if it has one. */
  shutOut(client: string): void;
  /** The organisation's own sign-in; null where there is none. */
  oidc: Oidc | null;
  /** The first start. */
  setup: Setup;
  /** Where the newest hash of the audit trail is noted; null: nowhere. */
  auditHead(): AuditHead | null;
  enrolling: Enrolling;
  /** Of the hub's own broker, known once it is open; absent: another broker has the line. */
  mqttAddress?(): string;
  district: DistrictDesk;
  /** The second door; its port is opened by who composes the hub. */
  platforms: Pick<
    PlatformDesk,
    "lines" | "listeners" | "door" | "models" | "wake" | "stateOf" | "tellDevices" | "evaluator" | "intake" | "trial"
  >;
  /** What should be connected: its list or a match changed. */
  coverage: Pick<CoverageDesk, "wake">;
  flows: Pick<Flows, "desk" | "state" | "editor" | "restart" | "isToken">;
  /** Wall clock, ms since 1970. */
  clock(): number;
  log: Logger;
  version: string;
  /** TLS of its own, and whose word on the client's address counts; absent: plain http, and nobody's. */
  front?: FrontOptions;
  /** Where people reach the console; what the browser used unless it is set. */
  publicUrl?: string;
  /** Where the built console lies; it need not exist. */
  consoleFolder: string;
};

/** Reads and writes, then tells who listens. */
export async function act<Result>(
  { store, live, publish }: Deps,
  work: (tables: Tables, changes: Changes) => Promise<Result>,
): Promise<Result> {
  const changes = noChanges();
  const result = await store.transaction((tables) => work(tables, changes));
  live.tell(changes);
  for (const { gateway, id, verb, args, deadline } of changes.commands.values())
    publish(topics.do(gateway, id), JSON.stringify({ verb, args, deadline }), { retain: false });
  return result;
}

/** Reads what is committed; nothing waits for it, and it waits for nothing. */
export function look<Result>(
  { store }: Pick<Deps, "store">,
  work: (tables: Tables) => Promise<Result>,
): Promise<Result> {
  return store.read(work);
}
