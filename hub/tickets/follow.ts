/** What follows from a line of a ticket's story, in the transaction that writes it: who else has to hear of it. */
import type { Changes } from "../changes.ts";
import { shareCase } from "../district/share-case.ts";
import { tellOf } from "../notify/tell-of.ts";
import type { Tables } from "../store/store.ts";
import type { StoryEntry, Ticket } from "./ticket.ts";

/** A line, and its number in the story. */
export type Told = { ticket: Ticket; entry: StoryEntry; n: number };

type Follower = (tables: Tables, told: Told, changes: Changes, now: number) => Promise<void>;

const share: Follower = (tables, { ticket, entry }, _changes, now) => shareCase(tables, ticket, entry, now);

/** Each only writes rows: what they lead to is sent after the commit. */
const followers: readonly Follower[] = [share, tellOf];
/** Of a drill only people hear, and that it is one. */
const ofDrills: readonly Follower[] = [tellOf];

export async function follow(tables: Tables, told: Told, changes: Changes, now: number): Promise<void> {
  for (const each of told.ticket.drill ? ofDrills : followers) await each(tables, told, changes, now);
}
