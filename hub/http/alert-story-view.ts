/** What the HTTP API answers about one alert: what was raised, who saw it, who set it aside, who was told. */
import Type from "typebox";
import { Severity } from "../../core/rule.ts";
import { NoticeView } from "./notify-views.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const value = Type.Union([Type.Number(), Type.Boolean(), Type.String()]);

export const AlertStory = Type.Object(
  {
    id: text,
    raised: Type.Array(
      Type.Object(
        {
          raisedAt: Type.Optional(moment("event time of the crossing")),
          clearedAt: Type.Optional(moment("event time of the return")),
          value,
          severity: Severity,
        },
        strict,
      ),
      { description: "each time it was raised, newest last" },
    ),
    acknowledgements: Type.Array(Type.Object({ at: moment("event time"), by: text }, strict)),
    shelvings: Type.Array(
      Type.Object(
        {
          at: moment("when"),
          by: text,
          until: Type.Optional(moment("its end; none: it was taken back")),
          reason: text,
        },
        strict,
      ),
    ),
    told: Type.Array(NoticeView, { description: "notices about its ticket, newest first" }),
  },
  strict,
);
export type AlertStory = Type.Static<typeof AlertStory>;
