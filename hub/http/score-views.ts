/** What the HTTP API answers about scores. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const orNothing = (description: string) => Type.Union([Type.Number({ minimum: 0 }), Type.Null()], { description });

const score = {
  cases: Type.Integer(),
  bySensorRate: orNothing("found by a sensor or a camera, 0 … 1"),
  closedRate: orNothing("0 … 1"),
  overdueRate: orNothing("0 … 1"),
  acceptMin: orNothing("median from dispatch to acceptance, minutes"),
  arriveMin: orNothing("median from dispatch to arrival, minutes"),
  closeMin: orNothing("median from report to closing, minutes"),
  overdue: Type.Integer(),
  returned: Type.Integer({ description: "how often a case was returned" }),
  reopened: Type.Integer({ description: "how often a case was opened again" }),
};

export const ScoresView = Type.Object(
  {
    by: Type.Enum(["unit", "committee", "class", "month"]),
    total: Type.Object(score, strict),
    rows: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), ...score }, strict)),
    pending: Type.Integer({ description: "cases that have moved and are not counted yet" }),
  },
  strict,
);
export type ScoresView = Type.Static<typeof ScoresView>;

const month = Type.Object({ month: Type.String({ description: "2026-11" }), cases: Type.Integer() }, strict);

export const ActivityView = Type.Object(
  {
    hours: Type.Array(Type.Object({ weekday: Type.Integer(), hour: Type.Integer(), count: Type.Integer() }, strict), {
      description: "alerts raised, drills apart, by hour and weekday of Shanghai; 0 is Monday; no row for none",
    }),
    scenes: Type.Array(Type.Object({ id: Type.String(), title: Bilingual, months: Type.Array(month) }, strict), {
      description: "cases reported of each scene, month by month",
    }),
  },
  strict,
);
export type ActivityView = Type.Static<typeof ActivityView>;
