/** What the HTTP API answers for a first look: the overview, the map, and the wall screens. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { PostureLevel } from "../posture/postures.ts";
import { standingNames } from "../registry/standing-names.ts";
import { LonLat, Ring } from "../rulebook/lon-lat.ts";
import { TicketState, TicketView } from "./ticket-views.ts";
import { AlertView } from "./views.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const text = Type.String();
const Presence = Type.Enum(["online", "offline", "unknown"]);
const Standing = Type.Enum([...standingNames]);

const DutyPerson = Type.Object({ name: text, phone: Type.Optional(text) }, strict);

export const OverviewView = Type.Object(
  {
    at: moment("when it was counted"),
    alerts: Type.Array(
      Type.Object(
        {
          severity: Severity,
          open: count("open alerts, without drills"),
          waiting: count("of those, acknowledged by nobody"),
          shelved: count("of those, put aside"),
        },
        strict,
      ),
      { description: "one row a severity, the gravest first" },
    ),
    tickets: Type.Object(
      {
        open: count("open tickets, without drills"),
        overdue: count("of those, past their time"),
        soon: count("of those, due within an hour"),
        bySeverity: Type.Array(
          Type.Object(
            {
              severity: Severity,
              open: count("open, and alarms that stand although their ticket is over"),
              overdue: count("of those, past their time"),
            },
            strict,
          ),
        ),
        byState: Type.Array(Type.Object({ state: TicketState, count: count("open tickets in it") }, strict)),
      },
      strict,
    ),
    drills: Type.Object({ alerts: count("open alerts of drills"), tickets: count("open tickets of drills") }, strict),
    cases: Type.Array(Type.Object({ ticket: Type.Optional(TicketView), alert: Type.Optional(AlertView) }, strict), {
      description: "what to do first: time left × severity; at most 30 tickets, and alerts whose ticket is over",
    }),
    areas: Type.Array(
      Type.Object(
        {
          area: Type.Union([text, Type.Null()], { description: "null: places that no area names" }),
          name: text,
          above: Type.Optional(Type.String({ description: "the area it lies in" })),
          worst: Severity,
          alerts: count("open alerts"),
          tickets: count("open tickets"),
          overdue: count("of those, past their time"),
        },
        strict,
      ),
      { description: "areas in which something is open, the worst first" },
    ),
    devices: Type.Object(
      {
        well: count("heard within five minutes, without a fault"),
        silent: count("its gateway is there, it is not"),
        fault: count("with a fault"),
        unknown: count("behind a gateway that is not there, or never heard"),
        quarantine: count("not registered"),
      },
      strict,
    ),
    gateways: Type.Object(
      {
        online: count("online"),
        offline: count("offline"),
        unknown: count("not heard since the hub started"),
        silent: Type.Array(
          Type.Object(
            {
              id: text,
              title: text,
              place: text,
              state: Presence,
              since: moment("when this state began"),
              lastSeen: Type.Optional(moment("last message of any kind")),
            },
            strict,
          ),
          { description: "those that are not online, the newest first; at most 20" },
        ),
      },
      strict,
    ),
    coverage: Type.Object(
      {
        known: count("devices that are registered"),
        connected: count("of those, adopted, heard at least once, and behind a gateway that is online"),
        healthy: count("of those, without a fault"),
        shared: Type.Optional(count("of the known, those the district has as they are; told to who sees every area")),
      },
      strict,
    ),
    unadopted: count("of the known, those that wait for somebody to adopt them"),
    heardAt: Type.Optional(moment("event time of the newest reading")),
    posture: Type.Object(
      { level: PostureLevel, title: Bilingual, since: Type.Optional(moment("when it was switched")) },
      strict,
    ),
    duty: Type.Array(
      Type.Object(
        {
          unit: text,
          name: text,
          shift: text,
          from: Type.String({ description: "Shanghai time" }),
          to: Type.String({ description: "Shanghai time" }),
          leader: DutyPerson,
          people: Type.Array(DutyPerson, { description: "besides the leader" }),
        },
        strict,
      ),
      { description: "who is on duty now, the street first" },
    ),
  },
  strict,
);
export type OverviewView = Type.Static<typeof OverviewView>;

const longitude = Type.Union([Type.Number(), Type.Null()], { description: "longitude, WGS 84; null: nobody knows" });
const latitude = Type.Union([Type.Number(), Type.Null()], { description: "latitude" });
const guessed = Type.Union([Type.Literal(0), Type.Literal(1)], { description: "1: the place is approximate" });

export const MapView = Type.Object(
  {
    base: Type.Object(
      {
        tiles: Type.Array(text, { description: "layers of the base map from below, as XYZ templates; empty: none" }),
        crs: Type.Enum(["wgs84", "gcj02", "bd09"], { description: "of the tiles; all else here is WGS 84" }),
        minZoom: Type.Integer(),
        maxZoom: Type.Integer(),
        centre: LonLat,
        zoom: Type.Integer(),
        attribution: text,
      },
      strict,
    ),
    areas: Type.Array(
      Type.Object(
        {
          id: text,
          name: text,
          tier: text,
          parent: Type.Optional(text),
          outline: Type.Optional(Type.Array(Ring)),
          centre: Type.Optional(LonLat),
        },
        strict,
      ),
    ),
    gateways: Type.Array(
      Type.Union([
        Type.Tuple([text, text, text, Presence, text, longitude, latitude, guessed], {
          description: "id, title, place, state, area, longitude, latitude, approximate",
        }),
        Type.Null(),
      ]),
      { description: "null: one that may not be seen" },
    ),
    devices: Type.Array(
      Type.Tuple(
        [
          Type.Integer({ description: "its gateway's place in `gateways`" }),
          text,
          text,
          text,
          text,
          text,
          Standing,
          Type.Integer({ minimum: 0, maximum: 4, description: "gravest open alert; 0: none" }),
          text,
          text,
          longitude,
          latitude,
          guessed,
        ],
        {
          description:
            "gateway, id, title in Chinese and in English, place, class, standing, severity, ticket, area, longitude, latitude, approximate",
        },
      ),
    ),
    classes: Type.Record(text, text, { description: "names of the classes that are there" }),
  },
  strict,
);
export type MapView = Type.Static<typeof MapView>;

export const WallView = Type.Object(
  {
    id: text,
    name: text,
    by: text,
    at: moment("made"),
    lastSeen: Type.Optional(moment("last look")),
    areas: Type.Union([Type.Array(text), Type.Null()], { description: "null: all" }),
  },
  strict,
);
export type WallView = Type.Static<typeof WallView>;
