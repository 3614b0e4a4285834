/** Who discovered a case. */
import Type from "typebox";

export const ticketSources = ["sensor", "patrol", "hotline", "analytics", "district"] as const;
export const TicketSource = Type.Enum([...ticketSources]);
export type TicketSource = (typeof ticketSources)[number];
