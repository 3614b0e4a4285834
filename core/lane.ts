/** The two lanes of a journal: alerts are flushed at once and sent before any data. */
import Type from "typebox";

export const lanes = ["alert", "data"] as const;

export const Lane = Type.Union([Type.Literal("alert"), Type.Literal("data")]);
export type Lane = Type.Static<typeof Lane>;
