/** `lilong ticket`: decides on a ticket that was handed over, moves one, writes a note on it, or lists them. */
import { type Hub, hubOf } from "./hub.ts";
import { given, type Message, type Red, register, worker } from "./red.ts";

type Action = "dispatch" | "table" | "hold" | "move" | "note" | "list";
type Config = {
  action: Action;
  unit: string;
  assignee: string;
  minutes: string;
  move: string;
  why: string;
  which: "open" | "all";
};
/** What `msg.decision` may say instead of the form. */
type Wish = Partial<Record<keyof Config, unknown>>;
type Act = (hub: Hub, ticket: () => string, wish: Wish) => Promise<unknown>;

const acts: Record<Action, Act> = {
  dispatch: (hub, ticket, { unit, assignee, why }) =>
    answer(hub, ticket(), {
      ...{ decision: "dispatch", unit: given(unit), why: given(why) },
      ...(given(assignee) === undefined ? {} : { assignee: given(assignee) }),
    }),
  table: (hub, ticket) => answer(hub, ticket(), { decision: "table" }),
  hold: (hub, ticket, { minutes, why }) =>
    answer(hub, ticket(), { decision: "hold", minutes: Number(minutes), why: given(why) }),
  move: (hub, ticket, { move, why, assignee }) =>
    hub.ask("POST", `/api/tickets/${ticket()}/moves`, {
      move: given(move),
      ...(given(why) === undefined ? {} : { reason: given(why) }),
      ...(given(assignee) === undefined ? {} : { assignee: given(assignee) }),
    }),
  note: (hub, ticket, { why }) => hub.ask("POST", `/api/flows/tickets/${ticket()}/notes`, { text: given(why) }),
  list: (hub, _ticket, { which }) =>
    hub.ask("GET", `/api/tickets?limit=1000&state=${which === "all" ? "all" : "open"}`),
};

export default function ticket(red: Red): void {
  register<Config>(red, "lilong ticket", (node, config) => {
    const hub = hubOf(red);
    worker(red, node, async (message) => {
      const wish: Wish = { ...config, ...(message.decision as Wish | undefined) };
      const act = acts[wish.action as Action];
      if (act === undefined) throw new Error(red._("ticket.error.action", { action: String(wish.action) }));
      const payload = await act(hub, () => ticketOf(red, message), wish);
      return { ...message, payload };
    });
  });
}

function answer(hub: Hub, ticket: string, decision: object): Promise<unknown> {
  return hub.ask("POST", `/api/flows/handovers/${ticket}`, decision);
}

function ticketOf(red: Red, message: Message): string {
  const id = given(message.handover) ?? given(message.ticket);
  if (id === undefined) throw new Error(red._("ticket.error.none"));
  return encodeURIComponent(id);
}
