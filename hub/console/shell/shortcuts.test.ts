import { describe, expect, it } from "vitest";
import { rights } from "../../accounts/rights.ts";
import type { Me } from "../../http/views.ts";
import { groupsFor, morePlaces, type Place, placesFor, thumbPlaces } from "./links.ts";
import { effectOf } from "./shortcuts.ts";

const anybody: Me = {
  ...{ name: "duty", display: "值班员", role: "operator", roleName: { zh: "坐席", en: "Operator" } },
  ...{ rights: [...rights], areas: null, needsTotp: false },
};
const places = placesFor(anybody);
const pressed = (key: string, over = {}) => ({ key, plain: true, typing: false, ...over });

describe("the shortcuts", () => {
  it("search, explain themselves and go to a page after g", () => {
    expect(effectOf(pressed("/"), false, places)).toEqual({ do: "search" });
    expect(effectOf(pressed("?"), false, places)).toEqual({ do: "help" });
    expect(effectOf(pressed("g"), false, places)).toEqual({ do: "wait" });
    expect(effectOf(pressed("t"), true, places)).toEqual({ do: "go", href: "/tickets" });
  });

  it("mean nothing while somebody types, with Ctrl held, or on their own", () => {
    expect(effectOf(pressed("/", { typing: true }), false, places)).toBeNull();
    expect(effectOf(pressed("g", { plain: false }), false, places)).toBeNull();
    expect(effectOf(pressed("t"), false, places)).toBeNull();
    expect(effectOf(pressed("!"), true, places)).toBeNull();
  });

  it("have a letter of their own for each place", () => {
    const letters = places.flatMap(({ key }) => key ?? []);
    expect(new Set(letters).size).toBe(letters.length);
  });
});

describe("the places", () => {
  const hrefs = (list: readonly Place[]) => list.map(({ href }) => href);

  it("are all reachable on a phone: under the thumb or behind more", () => {
    const behind = morePlaces(anybody).flatMap((group) => group.places);
    expect(hrefs([...thumbPlaces(anybody), ...behind]).sort()).toEqual([...hrefs(places), "/more"].sort());
    expect(thumbPlaces(anybody)).toHaveLength(5);
  });

  it("that a person may not enter are not shown, nor is a group without places", () => {
    const clerk: Me = { ...anybody, rights: ["people"] };
    expect(hrefs(placesFor(clerk))).toContain("/");
    expect(hrefs(placesFor(clerk))).not.toContain("/alerts");
    expect(groupsFor(clerk).every((group) => group.places.length > 0)).toBe(true);
  });
});
