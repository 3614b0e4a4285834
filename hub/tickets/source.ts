/** Who discovered a case. */
import Type from "typebox";

export const ticketSources = ["sensor", "patrol", "hotline", "analytics", "district"] as const;
export const TicketSource = Type.Enum([...ticketSources]);
export type TicketSource = (typeof ticketSources)[number];

/** Where a word comes from that no person said. */
export function sourceOf({
  gateway,
  device,
  source,
}: {
  gateway: string | null;
  device: string | null;
  source: TicketSource;
}): string {
  return gateway === null ? source : `${gateway}/${device}`;
}
