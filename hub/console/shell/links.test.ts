/** No place of the navigation is a dead end: whoever sees it is answered there. */
import { expect, it } from "vitest";
import { browser, goodPassword, person } from "../../../test/kit/people.ts";
import { quietHub } from "../../../test/kit/quiet-hub.ts";
import shipped from "../../rulebook/defaults/roles.json" with { type: "json" };
import { heldFor, placeGroups, placesFor } from "./links.ts";

const all = placeGroups.flatMap(({ places }) => places).flatMap((place) => [place, ...(place.holds ?? [])]);

it.each(shipped.roles)("$id is answered at every place it sees, and refused at every other", async ({ id }) => {
  const hub = await quietHub();
  await person(hub, "wang", { role: id, areas: ["dongchang"] });
  const own = browser(hub);
  const me = (await own.signIn("wang", goodPassword)).body;
  // Who has to set up a one-time code first is led there.
  const seen = new Set([...placesFor(me), ...heldFor(me)]);
  const answers = await Promise.all(
    all.map(async (place) => ({ href: place.href, isSeen: seen.has(place), ...(await own.ask("GET", place.asks)) })),
  );
  const wrong = answers.filter(({ isSeen, status }) => isSeen !== (status === 200));
  expect(wrong.map(({ href, isSeen, status }) => `${href}: seen ${isSeen}, ${status}`)).toEqual([]);
  expect(seen.size).toBeGreaterThan(5);
});
