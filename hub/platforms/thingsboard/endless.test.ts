/** A list of devices that never ends, or is longer than any tenant's, ends the round with a reason. */
import { expect, test } from "vitest";
import type { PullStep } from "../kit/platform.ts";
import { beginRound } from "./round.ts";

const account = { id: "tb-1", settings: { server: "http://10.0.0.1" }, secrets: { apiKey: "a-key-of-mine" } };

/** Answers whatever is asked with this page; how many were asked for, and why no more were. */
function ask(devices: number): { pages: number; why: string } {
  const data = Array.from({ length: devices }, (_, n) => ({ id: `d-${n}` }));
  const body = Buffer.from(JSON.stringify({ data, hasNext: true }));
  let pages = 0;
  try {
    for (let step: PullStep = beginRound(account, null, 0); step.next !== null && pages < 1100; pages++)
      step = step.next.then({ status: 200, body });
  } catch (error) {
    return { pages, why: (error as Error).message };
  }
  return { pages, why: "" };
}

test.each([
  ["full", 10_000, 5],
  ["empty", 0, 1000],
])("%s pages without an end", (_, devices, most) => {
  const { pages, why } = ask(devices);
  expect(why).toMatch(/^LINE_DOWN: the list of devices did not end after \d+ devices .* set deviceType/);
  expect(pages).toBe(most);
});
