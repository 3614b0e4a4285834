/** What the HTTP API answers about joint actions. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { answerKinds, jointCauses, jointStates } from "../joint/joint-action.ts";
import { Attachment } from "../tickets/attachment.ts";
import { Position } from "../tickets/position.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

export const JointView = Type.Object(
  {
    id: text,
    ticket: text,
    title: Bilingual,
    place: text,
    severity: Severity,
    area: Type.Optional(Type.Object({ id: text, name: text }, strict)),
    state: Type.Enum([...jointStates]),
    cause: Type.Enum([...jointCauses], { description: "a red case, or a typhoon" }),
    text: Type.String({ description: "what those who are called are told" }),
    by: Type.Object({ account: text, name: text }, strict),
    openedAt: moment("when people were called"),
    units: Type.Array(Type.Object({ id: text, name: text }, strict), { description: "the units that are called" }),
    people: Type.Array(
      Type.Object(
        {
          account: text,
          name: text,
          unit: Type.Optional(text),
          isCalled: Type.Boolean({ description: "false: somebody of the area who answered" }),
          seenAt: Type.Optional(moment("opened first")),
          answer: Type.Optional(Type.Enum(["received", "arrived", "help"])),
          answeredAt: Type.Optional(moment("when that was said")),
        },
        strict,
      ),
    ),
    answers: Type.Array(
      Type.Object(
        {
          id: text,
          at: moment("when it was said"),
          by: Type.Object({ account: text, name: text }, strict),
          kind: Type.Enum([...answerKinds]),
          text: Type.Optional(text),
          attachments: Type.Array(Attachment, {
            description: "each by its id below /api/joint-actions/:id/attachments/",
          }),
          position: Type.Optional(Position),
        },
        strict,
      ),
    ),
    end: Type.Optional(
      Type.Object(
        { at: moment("when"), by: Type.Object({ account: text, name: text }, strict), summary: text },
        strict,
      ),
    ),
  },
  strict,
);
export type JointView = Type.Static<typeof JointView>;

/** Of whoever is signed in. */
export const MyPlace = Type.Object(
  {
    unit: Type.Optional(Type.Object({ id: text, name: text }, strict)),
    areas: Type.Array(Type.Object({ id: text, name: text, tier: text }, strict)),
    kinds: Type.Array(Type.Object({ id: text, class: text, alike: Type.Array(text), severity: Severity }, strict), {
      description:
        "what a patrol reports in plain words: its class in the table in force, how those alike begin, how grave",
    }),
  },
  strict,
);
export type MyPlace = Type.Static<typeof MyPlace>;

export const Callable = Type.Object(
  {
    units: Type.Array(Type.Object({ id: text, name: text, people: Type.Integer() }, strict)),
    people: Type.Array(Type.Object({ account: text, name: text, unit: Type.Optional(text) }, strict)),
    cause: Type.Optional(
      Type.Enum([...jointCauses], { description: "without it nobody can be called to this ticket now" }),
    ),
    open: Type.Optional(Type.String({ description: "the joint action that is open already" })),
  },
  strict,
);
export type Callable = Type.Static<typeof Callable>;
