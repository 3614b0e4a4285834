/** What a flow may answer when it is asked about a ticket. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const words = Type.String({ minLength: 1, maxLength: 500 });
const Why = Type.Union([words, Bilingual], { description: "why this choice; it stands in the ticket's story" });

export const mostHoldMinutes = 1440;

export const Answer = Type.Union([
  Type.Object(
    {
      decision: Type.Literal("dispatch", { description: "send it to this unit" }),
      unit: Type.String({ minLength: 1, maxLength: 64 }),
      assignee: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: "who is sent" })),
      why: Why,
    },
    strict,
  ),
  Type.Object({ decision: Type.Literal("table", { description: "the hub's own table decides" }) }, strict),
  Type.Object(
    {
      decision: Type.Literal("hold", { description: "wait; then the hub's own table decides" }),
      minutes: Type.Integer({ minimum: 1, maximum: mostHoldMinutes }),
      why: Why,
    },
    strict,
  ),
]);
export type Answer = Type.Static<typeof Answer>;

export function bilingual(why: string | Bilingual): Bilingual {
  return typeof why === "string" ? { zh: why, en: why } : why;
}
