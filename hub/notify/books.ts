/** The tables that say who is told: channels, ladder, units and roster, as they are now. */
import { type ChannelBook, channelStandard } from "../rulebook/channels.ts";
import { type LadderBook, ladderStandard } from "../rulebook/ladder.ts";
import type { Tables } from "../store/store.ts";

export type Unit = { id: string; name: string; parent: string | null };

export type Shift = {
  unit: string;
  from: string;
  to: string;
  /** 1 Monday … 7 Sunday. */
  days: readonly number[];
  people: readonly string[];
  leader: string;
};

export type TellingBooks = { channels: ChannelBook; ladder: LadderBook; units: Unit[]; shifts: Shift[] };

export async function readChannelBook({ rulebook }: Tables): Promise<ChannelBook> {
  return ((await rulebook.newest("channels"))?.body ?? channelStandard) as ChannelBook;
}

export async function readTelling(tables: Tables): Promise<TellingBooks> {
  const { rulebook } = tables;
  const units = (await rulebook.newest("units"))?.body as { units: Unit[] } | undefined;
  const roster = (await rulebook.newest("roster"))?.body as { shifts: Shift[] } | undefined;
  return {
    channels: await readChannelBook(tables),
    ladder: ((await rulebook.newest("ladder"))?.body ?? ladderStandard) as LadderBook,
    units: units?.units ?? [],
    shifts: roster?.shifts ?? [],
  };
}
