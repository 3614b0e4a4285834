/** Keeps what lists say of a ticket's device, whether it can be heard, as live events tell it; no device is asked for. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { GatewayView, LiveEvents, TicketView } from "../../http/views.ts";
import type { Listed } from "../client/client.ts";
import { keys } from "./keys.ts";

type Pages = InfiniteData<Listed<TicketView>>;
const isPages = (data: TicketView[] | Pages): data is Pages => "pages" in data;

export function noteHealth(client: QueryClient, { gateway, device, health }: LiveEvents["device"]): void {
  const heard = health.state === "well";
  const one = (ticket: TicketView) =>
    ticket.gateway === gateway && ticket.device === device && ticket.heard !== heard ? { ...ticket, heard } : ticket;
  client.setQueriesData<TicketView[] | Pages>({ queryKey: ["tickets"] }, (data) => data && eachTicket(data, one));
  client.setQueriesData<TicketView>({ queryKey: ["ticket"] }, (story) => story && one(story));
}

/** A gateway that is back brings devices back of which nothing is told one by one. */
export function notePresence(client: QueryClient, now: GatewayView): void {
  const before = client.getQueryData<GatewayView[]>(keys.gateways)?.find(({ id }) => id === now.id);
  if (before === undefined || before.state === "online" || now.state !== "online") return;
  void client.invalidateQueries({ queryKey: ["tickets"] });
  void client.invalidateQueries({ queryKey: ["ticket"] });
}

function eachTicket(data: TicketView[] | Pages, one: (ticket: TicketView) => TicketView): TicketView[] | Pages {
  if (!isPages(data)) return data.map(one);
  return { ...data, pages: data.pages.map((page) => ({ ...page, rows: page.rows.map(one) })) };
}
