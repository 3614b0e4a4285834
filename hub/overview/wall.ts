/** Links for wall screens: made by somebody who may, kept as a hash, and shown nothing that is personal. */
import { createHash, randomBytes } from "node:crypto";
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import type { OverviewView, WallView } from "../http/overview-views.ts";
import type { Tables } from "../store/store.ts";
import type { WallRow } from "../store/walls.ts";
import type { Sight } from "./sight.ts";

type Wish = { name: string; by: string; areas: Sight };

/** The secret is told once, here. */
export async function makeWall({ walls }: Tables, wish: Wish, now: number): Promise<{ row: WallRow; secret: string }> {
  const secret = randomBytes(32).toString("base64url");
  const row = { id: ulid(now), ...wish, at: now };
  await walls.add({ ...row, hash: hashOf(secret) });
  return { row: { ...row, lastSeen: null }, secret };
}

/** Throws `SIGN_IN_REQUIRED` for a link that is none, was ended, or whose maker may no longer come in. */
export async function wallOf({ walls, accounts }: Tables, secret: string | undefined): Promise<WallRow> {
  const row = secret === undefined ? null : await walls.find(hashOf(secret));
  // Nobody who left keeps a window open.
  if (row === null || (await accounts.find(row.by))?.active !== true)
    throw new Fault("SIGN_IN_REQUIRED", "the link of this wall screen is not valid; have a new one made");
  return row;
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function wallView({ lastSeen, areas, ...row }: WallRow): WallView {
  return { ...row, areas: areas === null ? null : [...areas], ...(lastSeen === null ? {} : { lastSeen }) };
}

/** Whoever passes the screen reads it: no telephones, no names of who acknowledged or is sent. */
export function impersonal(overview: OverviewView): OverviewView {
  return {
    ...overview,
    cases: overview.cases.map(({ ticket, alert }) => ({
      ...(ticket === undefined ? {} : { ticket: without(ticket, "assignee", "firstReviewer") }),
      ...(alert === undefined ? {} : { alert: without(alert, "acknowledgedBy", "shelvedBy", "shelvedReason") }),
    })),
    duty: overview.duty.map((duty) => ({
      ...duty,
      leader: { name: duty.leader.name },
      people: duty.people.map(({ name }) => ({ name })),
    })),
  };
}

function without<Thing extends object>(thing: Thing, ...names: string[]): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => !names.includes(name))) as Thing;
}
