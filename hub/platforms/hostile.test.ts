/** What hostile senders try, tried on every way into every platform: no proof, the same again, foreign messages, bytes that are no message. */
import { describe, expect, it } from "vitest";
import { type HostileWay, hostileWays, type Kind } from "../../test/kit/hostile-ways.ts";
import { type PlatformRig, platformRig } from "../../test/kit/platform-rig.ts";
import type { Platform } from "./kit/platform.ts";
import { platforms } from "./platforms.ts";

const kinds: readonly Exclude<Kind, "own broker">[] = ["door", "mqtt", "amqp", "pulsar", "listens"];
const nameOf = ({ platform, kind }: HostileWay) => `${platform} (${kind})`;

it("walks every way into every registered platform", () => {
  const ways = ([name, platform]: [string, Platform]) =>
    kinds.filter((kind) => platform[kind] !== undefined).map((kind) => `${name} (${kind})`);
  const all = [...platforms].flatMap(ways);
  expect(hostileWays.map(nameOf).sort()).toEqual([...all, "direct (own broker)"].sort());
  expect(new Set(hostileWays.map(({ platform }) => platform))).toEqual(new Set(platforms.keys()));
});

async function rigOf({
  platform,
  connector,
  before,
}: HostileWay): Promise<PlatformRig & { came(): Promise<string[]> }> {
  const rig = await platformRig({ platform, ...connector });
  await before?.(rig);
  const first = (await rig.pushes()).length;
  // Newest first.
  const came = async () =>
    (await rig.pushes()).slice(0, -first || undefined).map(({ state, why }) => (why === "" ? state : `${state}, why`));
  return { ...rig, came };
}

const soundValues = async (rig: PlatformRig) =>
  Object.values(await rig.values()).flatMap((one) => Object.keys(one).filter((point) => point !== "fault"));

const senseless: [string, string | Buffer][] = [
  ["a key twice", '{"a":1,"a":2}'],
  ["__proto__", '{"__proto__":{"x":1}}'],
  ["an endless number", '{"a":1e999}'],
  ["deep nesting", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`],
  ["no UTF-8", Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')])],
  ["half a message", '{"a":'],
  ["nothing", ""],
  ["zeros", Buffer.alloc(64)],
  ["a list", "[1]"],
  ["a mebibyte of brackets", "[".repeat(1_000_000)],
];

describe.each(hostileWays.map((way) => [nameOf(way), way] as const))("%s", (_, way) => {
  it("takes what is proven, and the same again once", async () => {
    const rig = await rigOf(way);
    for (const _ of [1, 2]) await way.send(rig, way.own);
    expect(await rig.came()).toEqual(["taken"]);
    expect((await soundValues(rig)).length).toBeGreaterThan(0);
  });

  if (way.wrong.length > 0)
    it("stores nothing of what is not, and operators see that somebody tried", async () => {
      const rig = await rigOf(way);
      for (const wrong of way.wrong) expect(await rig.push({ body: way.own, ...wrong })).toMatchObject({ status: 401 });
      expect(await rig.came()).toEqual([]);
      await rig.ingest.settled();
      const [fault] = await rig.store.read((tables) => tables.faults.list(5));
      expect(fault).toMatchObject({
        code: expect.stringMatching(/^(PUSH|CREDENTIAL)_REFUSED$/),
        gateway: rig.connector,
      });
    });

  it("makes no reading of another platform's message or of what is none, keeps each with its reason, and then reads its own", async () => {
    const rig = await rigOf(way);
    const others = hostileWays.filter(({ platform }) => platform !== way.platform).map(({ own }) => own);
    const hostile = [...others, ...senseless.map(([, body]) => body)];
    for (const body of hostile) await way.send(rig, body);
    expect(await soundValues(rig)).toEqual([]);
    const states = await rig.came();
    expect(states.length).toBeGreaterThanOrEqual(senseless.length);
    if (way.takesAnything !== true) expect(new Set(states)).toEqual(new Set(["refused, why"]));
    await way.send(rig, way.own);
    expect((await rig.came())[0]).toBe("taken");
    expect((await soundValues(rig)).length).toBeGreaterThan(0);
  });
});
