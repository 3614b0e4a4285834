/** Alerts and the episodes of the edge that each is made of. */

import type { AlertState } from "../../core/alert-state.ts";
import type { AlertId, DeviceId, GatewayId, RuleId } from "../../core/id.ts";
import type { Alert, Episode } from "../alerts/alert.ts";
import type { CaseFilter, Page, PageWish } from "./page.ts";

export const alertSorts = ["newest", "oldest", "severity"] as const;
export type AlertSort = (typeof alertSorts)[number];
/** `from` and `to`: when the hub heard of it. Area, class and unit are those of its ticket. */
export type AlertFilter = CaseFilter<AlertState> & { standing?: AlertStanding | undefined };
/** `active`: somebody should look at it now; the others are set aside by a person, or explained by an alert that stands. */
export const alertStandings = ["active", "shelved", "suppressed"] as const;
export type AlertStanding = (typeof alertStandings)[number];

export type Alerts = {
  find(id: AlertId): Promise<Alert | null>;
  /** At most one: the store refuses a second open alert of the same device and rule; drills count for themselves. */
  findOpen(gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean): Promise<Alert | null>;
  /** The newest of this device and rule, open or over: what is late finds its place there. */
  findNewest(gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean): Promise<Alert | null>;
  findEpisode(id: AlertId): Promise<(Episode & { alert: AlertId }) | null>;
  /** Newest first. */
  list(which: "open" | "all", limit: number): Promise<Alert[]>;
  page(ask: AlertFilter & PageWish<AlertSort>): Promise<Page<Alert>>;
  /** Open, and set aside until `now` or before. */
  listShelvedUntil(now: number): Promise<Alert[]>;
  /** The open ones of one gateway. */
  listOpenOf(gateway: GatewayId): Promise<Alert[]>;
  /** The open ones that one of these episodes explains. */
  listExplainedBy(episodes: readonly AlertId[]): Promise<Alert[]>;
  countOpen(): Promise<Map<GatewayId, number>>;
  /** What explains an alert that has not been heard of yet; the newest word counts. Words older than `forgetBefore` are let go. */
  expect(
    explained: AlertId,
    word: { gateway: GatewayId; cause: AlertId; at: number },
    forgetBefore: number,
  ): Promise<void>;
  /** What a gateway said beforehand of one of its alerts; null when it said nothing. */
  expectedCause(gateway: GatewayId, explained: AlertId): Promise<AlertId | null>;
  put(alert: Alert): Promise<void>;
  putEpisode(alert: AlertId, episode: Episode): Promise<void>;
};
