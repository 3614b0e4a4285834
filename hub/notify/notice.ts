/** A notice: one thing that one unit is to hear by one channel, as it waits in the outbox. */
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";

export type Notice = {
  kind: "alert" | "ticket" | "digest";
  severity: Severity;
  /** One line, place first. */
  line: Bilingual;
  /** All of it. */
  text: Bilingual;
  /** Name of the unit that is told. */
  unit: string;
  /** People who are meant by name, or the one number or address it goes to. */
  people: string[];
  ticket: string | null;
  alert: string | null;
  /** When what it tells happened, ms since 1970. */
  at: number;
  /** From then on it says of itself that it is late. */
  lateAfter: number;
};

/** The outbox lane of a channel. */
export function laneOf(channel: string): string {
  return `notify/${channel}`;
}
