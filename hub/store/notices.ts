/** What was told to whom, when, and what came of it. */
import type { Severity } from "../../core/rule.ts";
import type { Page, PageWish } from "./page.ts";

export type NoticeRow = {
  /** The notice's id, as in the outbox. */
  id: string;
  channel: string;
  /** The message it went in; several notices can share one. */
  message: string;
  /** Names of units and people. */
  to: string;
  severity: Severity;
  ticket: string | null;
  alert: string | null;
  /** What was to be told, in Chinese; the message may have been shorter. */
  text: string;
  /** When it was to be told, and when the channel answered. */
  at: number;
  endedAt: number;
  result: "sent" | "refused";
  error: string | null;
  late: boolean;
};

export type NoticeFilter = {
  q?: string | undefined;
  channel?: string | undefined;
  ticket?: string | undefined;
  /** What its id begins with: who said it. */
  head?: string | undefined;
  severity?: readonly number[] | undefined;
  /** When the channel answered. */
  from?: number | undefined;
  to?: number | undefined;
};

export type Notices = {
  add(row: NoticeRow): Promise<void>;
  page(ask: NoticeFilter & PageWish<"newest">): Promise<Page<NoticeRow>>;
  /** Newest first; of one channel, or all. */
  list(limit: number, channel?: string): Promise<NoticeRow[]>;
  /** How many messages the channel took or refused after this moment. */
  countMessages(channel: string, after: number): Promise<number>;
  /** Whether anything about this alert went out since then. */
  wasTold(alert: string, since: number): Promise<boolean>;
  /** How many rows went, at most `limit`. */
  removeBefore(at: number, limit: number): Promise<number>;
};
