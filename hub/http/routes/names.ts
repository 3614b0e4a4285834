/** What people are called, for screens that know the account only, and what components are called. */
import Type from "typebox";
import { componentClasses } from "../../registry/component-classes.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { answers } from "../schema.ts";

const strict = { additionalProperties: false };
/** As many as one screen shows. */
const most = 200;

const Query = Type.Object({
  accounts: Type.String({
    minLength: 1,
    maxLength: most * 65,
    pattern: `^[^,]{1,64}(,[^,]{1,64}){0,${most - 1}}$`,
    description: "names of accounts that were read elsewhere, with commas between",
  }),
});

const Called = Type.Object({ account: Type.String(), display: Type.String() }, strict);

const ComponentClass = Type.Object({ code: Type.String(), name: Type.String(), en: Type.String() }, strict);

export const nameRoutes: Routes = (app, deps) => {
  app.get(
    "/api/names",
    {
      config: { right: "look", sight: "none" },
      schema: {
        ...answers(
          "listNames",
          "What people are called, by account; who has no account or no other name is left out",
          Type.Array(Called),
          400,
          401,
          403,
        ),
        querystring: Query,
      },
    },
    async ({ query }) =>
      look(deps, async ({ accounts }) => {
        const asked = [...new Set(query.accounts.split(","))];
        const found = await Promise.all(asked.map((name) => accounts.find(name)));
        return found.flatMap((row) =>
          row === null || row.display === "" || row.display === row.name
            ? []
            : [{ account: row.name, display: row.display }],
        );
      }),
  );
  app.get(
    "/api/component-classes",
    {
      config: { right: "look", sight: "none" },
      schema: answers(
        "listComponentClasses",
        "The classes of components and what each is called, after the tables of hardware/classes",
        Type.Array(ComponentClass),
        401,
        403,
      ),
    },
    async () => componentClasses.map(([code, { zh, en }]) => ({ code, name: zh, en })),
  );
};
