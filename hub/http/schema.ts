/** The words every route's schema shares. */
import Type, { type TSchema } from "typebox";
import { Problem } from "./views.ts";

const titles = {
  400: "The named field is wrong.",
  401: "Nobody is signed in, or name or password is wrong.",
  403: "The code, the key or the certificate is refused.",
  404: "There is no such thing.",
  409: "Not possible from the present state.",
  410: "The code is used, or over.",
  412: "Somebody else changed it meanwhile.",
  422: "A reason is needed.",
  429: "Too many tries.",
  503: "It is down for the moment.",
} as const;

/** [RFC 9457] */
function problem(description: string) {
  return { description, content: { "application/problem+json": { schema: Problem } } };
}

/** What any route can answer. */
const always = {
  500: problem("The hub failed."),
  507: problem("The hub's disk is full or failing."),
};

/** `operationId`, summary and answers of one route; every route can fail in ways nobody foresaw. */
export function answers<View extends TSchema>(
  operationId: string,
  summary: string,
  view: View,
  ...problems: (keyof typeof titles)[]
) {
  const others = problems.map((status) => [status, problem(titles[status])]);
  return {
    operationId,
    summary,
    response: { 200: view, ...Object.fromEntries(others), ...always } as {
      200: View;
    },
  };
}

export const limit = (most: number, standard: number) =>
  Type.Integer({ minimum: 1, maximum: most, default: standard, description: "most rows to answer with" });

/** Lists show what is open unless everything is asked for. */
export const which = Type.Optional(
  Type.Union([Type.Literal("open"), Type.Literal("all")], {
    default: "open",
    description: "what is open, or everything",
  }),
);

export const optionalMoment = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }));
