/** What the micro-platform on a phone has to know first: whose person this is, and which places are theirs. */
import { readBooks } from "../../rulebook/books.ts";
import { patrolKinds } from "../../rulebook/patrol-kinds.ts";
import { findUnit } from "../../rulebook/units.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { MyPlace } from "../views.ts";

export const microRoutes: Routes = (app, deps) => {
  app.get(
    "/api/my/place",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("readMyPlace", "My unit, and the areas I see, the street first", MyPlace, 401),
    },
    async (request) =>
      look(deps, async (tables) => {
        const { account, areas } = operatorOf(request);
        const books = await readBooks(tables);
        const unit = findUnit(books.units, (await tables.accounts.find(account))?.unit ?? null);
        const own = books.areas.areas.filter(({ id }) => areas === null || areas.has(id));
        return {
          ...(unit === null ? {} : { unit: { id: unit.id, name: unit.name } }),
          areas: own.map(({ id, name, tier }) => ({ id, name, tier })),
          kinds: patrolKinds(books.classes),
        };
      }),
  );
};
