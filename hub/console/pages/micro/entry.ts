/** From what somebody pressed on a ticket to what is handed to the outbox. Pure but for the ids, which are given. */
import type { TicketMove, TicketState, TicketStory } from "../../../http/views.ts";
import { targetOf } from "../../../tickets/moves.ts";
import type { Entry, Part } from "./outbox.ts";
import { photoParts } from "./patrol.ts";
import type { Position } from "./position.ts";

export type FieldMove = "accept" | "arrive" | "submit" | "return" | "extend";
export type Wish = {
  what: FieldMove | "time" | "note";
  title: string;
  text: string;
  amount?: number;
  photos: number;
  position: Position | null;
  draft: string;
};

export type Context = {
  account: string;
  now: number;
  id: string;
  ticket: TicketStory;
  tag: string | null;
  waiting: readonly Entry[];
};

/** Only the first thing handed in about a ticket is held against what was seen: what follows builds on one's own. */
export function entryOf(wish: Wish, { account, now, id, ticket, tag, waiting }: Context): Entry {
  const isFirst = !waiting.some((one) => one.ticket === ticket.id);
  const last = lastPart(wish, id, `/api/tickets/${encodeURIComponent(ticket.id)}`, isFirst ? tag : null);
  const isMove = wish.what !== "time" && wish.what !== "note";
  return {
    ...{ id, account, at: now, title: `${wish.title} · ${ticket.place}`, text: wish.text, draft: wish.draft },
    ...(isMove ? { move: wish.what } : {}),
    ...{ ticket: ticket.id, lines: ticket.story.length },
    parts: [...photoParts(`/api/tickets/${encodeURIComponent(ticket.id)}/attachments`, wish.photos), last],
    ...{ done: 0, files: [], state: "waiting" },
  };
}

function lastPart({ what, text, amount, position }: Wish, id: string, path: string, tag: string | null): Part {
  const said = text.trim();
  const at = position === null ? {} : { position };
  const json = { kind: "json", fillsFiles: true } as const;
  if (what === "time" || what === "note")
    return {
      ...json,
      path: `${path}/notes`,
      body: { event: id, kind: what === "time" ? "time" : "add", text: said, ...at },
    };
  const reason = said === "" ? {} : { reason: said };
  const more = amount === undefined ? {} : { amount };
  const match = tag === null ? {} : { ifMatch: tag };
  return { ...json, ...match, path: `${path}/moves`, body: { move: what, event: id, ...reason, ...more, ...at } };
}

/** The state it will be in once what waits has arrived: a basement with no network stops nobody. */
export function stateSoon(
  ticket: Pick<TicketStory, "id" | "state" | "reviews">,
  waiting: readonly Entry[],
): TicketState {
  const own = waiting.filter((one) => one.ticket === ticket.id && one.state === "waiting" && one.move !== undefined);
  return own.reduce<TicketState>((state, { move }) => {
    const standing = { state, reviews: ticket.reviews, suspendedFrom: null, isUnchecked: false };
    return targetOf(move as TicketMove, standing) ?? state;
  }, ticket.state);
}

/** Whether somebody has said "I am there" since it was sent here. */
export function hasArrived({ story }: Pick<TicketStory, "story">): boolean {
  const moves = story.map(({ move }) => move);
  return moves.lastIndexOf("arrive") > Math.max(moves.lastIndexOf("dispatch"), moves.lastIndexOf("transfer"));
}
