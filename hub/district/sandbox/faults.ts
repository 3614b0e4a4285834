/** What the sandbox centre does wrong on demand. */
import Type from "typebox";

const strict = { additionalProperties: false };
const texts = Type.Array(Type.String(), { default: [] });

/** Sent to `POST /faults`; what is left out stays as it was. */
export const Faults = Type.Object(
  {
    slowMs: Type.Integer({ minimum: 0, maximum: 60_000, description: "every answer comes so much later" }),
    failEvery: Type.Integer({ minimum: 0, description: "every n-th request is answered 500; 0: none" }),
    callbacks: Type.Union(
      [Type.Literal("proper"), Type.Literal("twice"), Type.Literal("backwards"), Type.Literal("held")],
      {
        description: "how callbacks are sent; held: not at all",
      },
    ),
    rejectClasses: { ...texts, description: "devices of these classes are rejected" },
    rejectDevices: { ...texts, description: "these devices (gateway/device) are rejected" },
    rejectCases: { ...texts, description: "lines of these cases are rejected" },
    keeps: Type.Union([Type.Literal("everything"), Type.Literal("nothing")], {
      description: "nothing: cases are accepted and forgotten",
    }),
  },
  strict,
);
export type Faults = Type.Static<typeof Faults>;

export const FaultsWish = Type.Partial(Faults);

/** Done once. */
export const Mishap = Type.Object(
  {
    forgetCases: Type.Optional(texts),
    forgetDevices: Type.Optional(texts),
    forgetAll: Type.Optional(Type.Literal(true)),
    alterDevice: Type.Optional(
      Type.String({ description: "the centre's row of this device is changed by a strange hand" }),
    ),
  },
  strict,
);
export type Mishap = Type.Static<typeof Mishap>;

export function noFaults(): Faults {
  return {
    ...{ slowMs: 0, failEvery: 0, callbacks: "proper", keeps: "everything" },
    ...{ rejectClasses: [], rejectDevices: [], rejectCases: [] },
  };
}
