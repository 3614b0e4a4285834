/** What is sent again counts once: by its own id, or by what it says within a time, whose spans have no edge. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { platforms } from "../platforms.ts";

/** A multiple of ten minutes, of 20 s and of 5 s. */
const edge = 1_790_000_400_000;
/** What it says does not matter here. */
const gbt = "40 40 00 00 01 01";

async function heard(platform: string, from: (n: number) => string, moments: number[], settings = {}) {
  const secrets = platform === "webhook" ? { secret: "a-secret-of-sixteen" } : {};
  const rig = await platformRig({ platform, settings, secrets });
  for (const [n, at] of moments.entries()) {
    rig.clock.now = at;
    await rig.deliver(from(n), gbt);
  }
  return (await rig.pushes()).length;
}

test.each(["gbt26875", "sl651"])(
  "%s: a frame that comes again over the edge of ten minutes is one; after ten minutes it is another",
  async (platform) => {
    const settings = { tcpPort: 0, udpPort: 0 };
    const from = (n: number) => `tcp 10.0.0.${n}:5 station`;
    expect(await heard(platform, from, [edge - 1000, edge + 1000, edge + 598_000], settings)).toBe(1);
    expect(await heard(platform, from, [edge - 1000, edge + 599_000], settings)).toBe(2);
  },
);

test("a webhook: over the edge of its seconds, and after them", async () => {
  const settings = { proof: "header", mapping: "[]" };
  const from = () => "POST";
  expect(await heard("webhook", from, [edge - 1000, edge + 1000, edge + 18_000], settings)).toBe(1);
  expect(await heard("webhook", from, [edge - 1000, edge + 19_000], settings)).toBe(2);
});

test("a pack of a device without times of its own is always another, one with times always the same", async () => {
  const rig = await platformRig({ platform: "direct", devices: [{ device: "g", model: "water-gauge" }] });
  const say = async (body: unknown, from = "mqtt g") => {
    await rig.deliver(from, body);
    return (await rig.pushes()).length;
  };
  expect([await say([{ n: "level", v: 1 }]), await say([{ n: "level", v: 1 }])]).toEqual([1, 2]);
  const timed = [{ bt: 1_789_999_000, n: "level", v: 1 }];
  expect([await say(timed), await say(timed)]).toEqual([3, 3]);
  expect([
    await say([{ n: "level", v: 1 }], "https g id-1"),
    await say([{ n: "level", v: 2 }], "https g id-1"),
  ]).toEqual([4, 4]);
});

test("each platform declares it, in one place", () => {
  for (const [name, platform] of platforms) {
    expect([name, typeof (platform as { once?: unknown }).once]).toEqual([name, "function"]);
    expect(Object.keys(platform).filter((key) => /^(keyOf|sameForMs)$/.test(key))).toEqual([]);
  }
});
