/** The tables of the rulebook: for each its shape, what must hold beyond it, and what is shipped until somebody imports another. */
import type { Static, TSchema } from "typebox";
import { CalendarDocument, faultOfYears, openCalendar } from "../tickets/clock/calendar.ts";
import { usualCalendar } from "../tickets/clock/holidays.ts";
import { Areas, faultOfAreas } from "./areas.ts";
import { secretOfChannels } from "./channel-secrets.ts";
import { ChannelBook, faultOfChannels } from "./channels.ts";
import { Classes, faultOfClasses, faultOfSensors } from "./classes.ts";
import areas from "./defaults/areas.json" with { type: "json" };
import channels from "./defaults/channels.json" with { type: "json" };
import classes from "./defaults/classes.json" with { type: "json" };
import dispatch from "./defaults/dispatch.json" with { type: "json" };
import district from "./defaults/district.json" with { type: "json" };
import ladder from "./defaults/ladder.json" with { type: "json" };
import ledgerBooks from "./defaults/ledger-books.json" with { type: "json" };
import map from "./defaults/map.json" with { type: "json" };
import roles from "./defaults/roles.json" with { type: "json" };
import roster from "./defaults/roster.json" with { type: "json" };
import units from "./defaults/units.json" with { type: "json" };
import { Dispatch, faultOfDispatch } from "./dispatch.ts";
import { DistrictBook, faultOfDistrict } from "./district.ts";
import { faultOfLadder, LadderBook } from "./ladder.ts";
import { faultOfLedgerBooks, LedgerBooks } from "./ledger-books.ts";
import { faultOfMap, MapBook } from "./map-book.ts";
import { faultOfRoles, Roles } from "./roles.ts";
import { faultOfRoster, Roster } from "./roster.ts";
import { faultOfUnits, Units } from "./units.ts";

type Kind<Schema extends TSchema> = {
  schema: Schema;
  /** What is wrong beyond the shape, as `/path why`; null when nothing is. May throw a fault of its own. */
  fault(body: Static<Schema>, others: Books): string | null;
  /** The same, of a table that is imported now: one in force may grow old. */
  stale?(body: Static<Schema>, now: number): string | null;
  /** What must not be imported though it fits, as `/path why`: a table that is in force already may hold it. */
  unwanted?(body: Static<Schema>): string | null;
  standard: unknown;
};

const kind = <Schema extends TSchema>(entry: Kind<Schema>): Kind<Schema> => entry;

export const kinds = {
  units: kind({ schema: Units, fault: faultOfUnits, standard: units }),
  areas: kind({ schema: Areas, fault: (body, { units }) => faultOfAreas(body, units), standard: areas }),
  roles: kind({ schema: Roles, fault: faultOfRoles, standard: roles }),
  classes: kind({
    schema: Classes,
    fault: (body) => faultOfClasses(body) ?? faultOfSensors(body, classes as Classes),
    standard: classes,
  }),
  roster: kind({ schema: Roster, fault: (body, { units }) => faultOfRoster(body, units), standard: roster }),
  dispatch: kind({
    schema: Dispatch,
    fault: (body, { units, areas, classes }) => faultOfDispatch(body, units, areas, classes),
    standard: dispatch,
  }),
  channels: kind({
    schema: ChannelBook,
    fault: (body, { units }) => faultOfChannels(body, units),
    unwanted: secretOfChannels,
    standard: channels,
  }),
  ladder: kind({
    schema: LadderBook,
    fault: (body, { units, channels }) => faultOfLadder(body, units, channels),
    standard: ladder,
  }),
  "ledger-books": kind({ schema: LedgerBooks, fault: faultOfLedgerBooks, standard: ledgerBooks }),
  district: kind({ schema: DistrictBook, fault: faultOfDistrict, standard: district }),
  map: kind({ schema: MapBook, fault: faultOfMap, standard: map }),
  calendar: kind({
    schema: CalendarDocument,
    fault: (body) => {
      openCalendar(body);
      return null;
    },
    stale: faultOfYears,
    standard: usualCalendar(),
  }),
} as const;

export type RulebookKind = keyof typeof kinds;
export const rulebookKinds = Object.keys(kinds) as RulebookKind[];

/** The newest version of each table. */
export type Books = {
  units: Units;
  areas: Areas;
  roles: Roles;
  classes: Classes;
  roster: Roster;
  dispatch: Dispatch;
  channels: ChannelBook;
  ladder: LadderBook;
  "ledger-books": LedgerBooks;
  district: DistrictBook;
  map: MapBook;
  calendar: CalendarDocument;
};
