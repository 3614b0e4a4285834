import { expect, it } from "vitest";
import type { TicketStory } from "../../../http/views.ts";
import { byOthers } from "./by-others.ts";

const moved = (actor: string, move: string) =>
  ({ at: 1, actor, move, from: "reported", to: "registered" }) as unknown as TicketStory["story"][number];
const told = (...story: TicketStory["story"]) => byOthers(story, "wang").map(({ move }) => move);

it("calls what the hub did because of my own move nobody else's doing", () => {
  expect(told(moved("wang", "register"), moved("hub", "dispatch"))).toEqual([]);
});

it("tells what another person did, and what the hub did after it", () => {
  expect(told(moved("wang", "admit"), moved("chen", "register"), moved("hub", "dispatch"))).toEqual([
    "register",
    "dispatch",
  ]);
});
