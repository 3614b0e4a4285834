/** What the API answers of the loss ledger. */
import Type from "typebox";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

const losses = {
  evicted: Type.Integer({ description: "given up by the gateway for want of room or by age" }),
  quarantined: Type.Integer({ description: "set aside on the gateway because the hub refused them" }),
  damaged: Type.Integer({ description: "unreadable on the gateway's disk" }),
};

/** What became of the records one gateway took. */
export const LedgerAccount = Type.Object(
  {
    gateway: text,
    title: text,
    place: text,
    accepted: Type.Optional(Type.Integer({ description: "delivered, waiting and lost together; of all time alone" })),
    delivered: Type.Integer({ description: "readings the hub has" }),
    summaries: Type.Integer({ description: "values that stand for readings counted as evicted" }),
    waiting: Type.Integer({ description: "readings that wait at the gateway now, by its newest status" }),
    oldest: Type.Optional(moment("event time of the oldest record waiting")),
    ...losses,
    alerts: Type.Object(
      { waiting: Type.Integer(), ...losses },
      { ...strict, description: "the same of the events of alerts, which have a journal of their own" },
    ),
  },
  strict,
);
export type LedgerAccount = Type.Static<typeof LedgerAccount>;

export const LedgerSeries = Type.Object(
  {
    gateway: text,
    device: text,
    point: text,
    delivered: Type.Integer({ description: "readings the hub has; of the range, where one is asked for" }),
    summaries: Type.Optional(Type.Integer({ description: "of all time alone" })),
    ...losses,
  },
  strict,
);
export type LedgerSeries = Type.Static<typeof LedgerSeries>;

/** Records a gateway took that the hub will never have. */
export const LedgerGap = Type.Object(
  {
    gateway: text,
    lane: text,
    epoch: Type.String({ description: "the journal" }),
    from: Type.Integer({ description: "offset of the gap's first record in the journal" }),
    at: moment("when the hub learnt of it"),
    why: Type.Union([Type.Literal("evicted"), Type.Literal("quarantined"), Type.Literal("damaged")]),
    device: Type.Optional(Type.String({ description: "absent: the gateway could not tell whose they were" })),
    point: Type.Optional(text),
    count: Type.Integer({ description: "records lost" }),
    firstAt: Type.Optional(moment("event time of the first of them, where it is known")),
    lastAt: Type.Optional(moment("event time of the last of them, where it is known")),
  },
  strict,
);
export type LedgerGap = Type.Static<typeof LedgerGap>;

/** The loss ledger: what was taken, what is stored, what waits, and every gap with its reason. */
export const LedgerView = Type.Object(
  {
    gateways: Type.Array(LedgerAccount),
    series: Type.Array(LedgerSeries, { description: "of the gateway asked for; without one, none" }),
    gaps: Type.Array(LedgerGap, { description: "newest first" }),
    more: Type.Boolean({ description: "there are more gaps than are listed" }),
  },
  strict,
);
export type LedgerView = Type.Static<typeof LedgerView>;
