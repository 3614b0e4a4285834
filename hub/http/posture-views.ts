/** What the API answers of the posture. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { Change, PostureLevel } from "../posture/postures.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });

export const PostureSwitch = Type.Object(
  {
    level: PostureLevel,
    title: Bilingual,
    at: moment("when it was switched"),
    by: Type.String(),
    reason: Type.String(),
  },
  strict,
);

/** Devices that a change of posture reaches, by what they measure and by class. */
export const PostureTouched = Type.Object(
  {
    measures: Type.String({ description: "as in `measures` of a level" }),
    class: Type.Optional(Type.String()),
    className: Type.Optional(Type.String()),
    devices: Type.Integer({ minimum: 1 }),
  },
  strict,
);

/** The posture the street is in, how it came to it, and what else there is. */
export const PostureView = Type.Object(
  {
    level: PostureLevel,
    title: Bilingual,
    digestFrom: Type.Optional({ ...Severity, description: "alerts of this severity and milder go to digests" }),
    since: Type.Optional(moment("when it was switched")),
    levels: Type.Array(
      Type.Object(
        {
          level: PostureLevel,
          title: Bilingual,
          digestFrom: Type.Optional(Severity),
          measures: Type.Record(Type.String(), Change, {
            description: "by what a sensor measures: factors of the usual",
          }),
        },
        strict,
      ),
    ),
    history: Type.Array(PostureSwitch, { description: "newest first" }),
  },
  strict,
);
export type PostureView = Type.Static<typeof PostureView>;
