/** Whose clock is believed, to the millisecond: the device's where it can be right, else the platform's, else ours. */
import { expect, test } from "vitest";
import { momentOf } from "./moment.ts";

const received = Date.UTC(2026, 8, 21, 14, 13, 20);
const year2020 = Date.UTC(2020, 0, 1);
const minute = 60_000;
const [sound, other] = [received - 5000, received - 2000];

test.each<[string, Parameters<typeof momentOf>[0], number]>([
  ["the device's clock", { at: sound, platformAt: other }, sound],
  [
    "the device's clock, a day late: it kept it while it had no signal",
    { at: received - 86_400_000 },
    received - 86_400_000,
  ],
  ["the platform's, where the device has none", { platformAt: other }, other],
  ["ours, where nobody has one", {}, received],
  ["the first moment of 2020", { at: year2020, platformAt: other }, year2020],
  ["not one before: it was never set", { at: year2020 - 1, platformAt: other }, other],
  ["not 1970", { at: 0, platformAt: other }, other],
  ["not what is negative", { at: -1, platformAt: other }, other],
  [
    "a clock a minute ahead, as ours: nothing is measured after it came",
    { at: received + minute, platformAt: other },
    received,
  ],
  ["not one a millisecond more ahead", { at: received + minute + 1, platformAt: other }, other],
  ["not the platform's either, where that is wrong", { at: 0, platformAt: received + minute + 1 }, received],
  ["nor where it was never set", { at: received * 1000, platformAt: year2020 - 1 }, received],
  ["not what is no number", { at: Number.NaN, platformAt: other }, other],
])("%s", (_, told, moment) => {
  expect(momentOf(told, received)).toBe(moment);
});
