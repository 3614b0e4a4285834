/** The people and what they may: made, changed, deactivated; codes for their passwords. */
import Type from "typebox";
import { cutText } from "../../../core/cut-text.ts";
import { addPerson, changePerson, findPerson, resetPerson, resetTotp } from "../../accounts/people.ts";
import { personView } from "../account-view-of.ts";
import { InviteView, PersonView } from "../account-views.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { tell } from "../trail.ts";

const strict = { additionalProperties: false };
const config = { right: "people", place: "proved" } as const;
const Id = Type.String({ minLength: 1, maxLength: 64 });
const Name = Type.Object({ name: Id });

const wish = {
  display: Type.String({ minLength: 1, maxLength: 100, description: "what others call them" }),
  role: Type.String({ maxLength: 64, description: "a role of the rulebook" }),
  unit: Type.Union([Id, Type.Null()], { description: "a unit of the rulebook" }),
  areas: Type.Array(Id, {
    maxItems: 500,
    description: "areas of the rulebook; they count where the role is limited to areas",
  }),
  phone: Type.Union([Type.String({ pattern: "^[+0-9 -]{3,30}$" }), Type.Null()]),
};

export const peopleRoutes: Routes = (app, deps) => {
  const { clock } = deps;

  app.get(
    "/api/people",
    {
      config,
      schema: answers("listPeople", "Everybody who has an account, by name", Type.Array(PersonView), 401, 403),
    },
    async () =>
      look(deps, async (tables) =>
        Promise.all((await tables.accounts.list()).map((row) => personView(tables, row, clock()))),
      ),
  );

  app.get(
    "/api/people/:name",
    { config, schema: { ...answers("readPerson", "One person", PersonView, 400, 401, 403, 404), params: Name } },
    async ({ params }) =>
      look(deps, async (tables) => personView(tables, await findPerson(tables, params.name), clock())),
  );

  app.post(
    "/api/people",
    {
      config: { ...config, secret: true },
      schema: {
        ...answers(
          "addPerson",
          "Add somebody; the answer holds the code for their password",
          InviteView,
          400,
          401,
          403,
        ),
        body: Type.Object({ name: Id, ...wish }, strict),
      },
    },
    async (request) => {
      const { name, ...rest } = request.body;
      tell(request, { on: name, detail: cutText(`role: ${rest.role}; areas: ${rest.areas.join("+") || "–"}`, 500) });
      return act(deps, (tables) => addPerson(tables, operatorOf(request), name, { ...rest, active: true }, clock()));
    },
  );

  app.put(
    "/api/people/:name",
    {
      config,
      schema: {
        ...answers("changePerson", "Change role, areas, unit; or deactivate", PersonView, 400, 401, 403, 404, 409, 412),
        params: Name,
        body: Type.Object({ ...wish, active: Type.Boolean() }, strict),
      },
    },
    async (request) => {
      const { name } = request.params;
      return act(deps, async (tables, changes) => {
        await holdFreshBy(request, async () => personView(tables, await findPerson(tables, name), clock()));
        const detail = await changePerson(tables, operatorOf(request), name, request.body, changes);
        tell(request, { detail: cutText(detail, 500) });
        return personView(tables, await findPerson(tables, name), clock());
      });
    },
  );

  app.post(
    "/api/people/:name/reset",
    {
      config: { ...config, secret: true },
      schema: {
        ...answers(
          "resetPassword",
          "A code for a new password; the old one opens nothing more",
          InviteView,
          400,
          401,
          403,
          404,
        ),
        params: Name,
      },
    },
    async (request) => {
      const { name } = request.params;
      const invited = await act(deps, (tables, changes) =>
        resetPerson(tables, operatorOf(request), name, changes, clock()),
      );
      return { name, ...invited };
    },
  );

  app.delete(
    "/api/people/:name/totp",
    {
      config,
      schema: { ...answers("resetTotp", "Take the one-time code off", Type.Null(), 400, 401, 403, 404), params: Name },
    },
    async (request) => {
      await act(deps, (tables, changes) => resetTotp(tables, operatorOf(request), request.params.name, changes));
      return null;
    },
  );
};
