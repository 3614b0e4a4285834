/** Mappings that people write: tried before they go live, bounded, and a message is known again by its key. */
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { allModels, operatorCookie, quietHub } from "../../../test/kit/quiet-hub.ts";
import { startEvaluator } from "./evaluate.ts";
import { tryMapping } from "./trial.ts";

const secret = "a-secret-of-sixteen";
const headers = { "x-lilong-token": secret };
const products = [{ product: "pit", model: "nb-level-cm" }];
const mapping = '{"device": id, "product": "pit", "properties": {"level": cm, "battery": bat}}';

const webhook = (settings: Record<string, unknown> = {}) =>
  platformRig({
    platform: "webhook",
    secrets: { secret },
    products,
    settings: { proof: "header", mapping, ...settings },
  });

function evaluator(options = {}) {
  const made = startEvaluator(options);
  onTestFinished(() => made.close());
  return made;
}

const trial = (wish: Parameters<typeof tryMapping>[0]["mapping"], ...bodies: string[]) =>
  tryMapping(
    { mapping: wish, samples: bodies.map((body) => ({ from: "POST ", body })) },
    { evaluator: evaluator(), models: allModels(), products, now: 1_790_000_000_000 },
  );

test("a trial shows what each sample would become, and where an expression fails", async () => {
  const tried = await trial({ mapping, key: "n" }, '{"id":"p-3","cm":"42","n":7}', '{"cm":1}', "{");
  expect(tried).toEqual([
    {
      key: "key:7",
      devices: [
        {
          ...{
            device: "p-3",
            product: "pit",
            title: "",
            kind: "properties",
            at: null,
            model: "nb-level-cm",
            fault: "",
          },
          properties: { level: "42" },
          readings: [{ point: "level", value: 0.42, at: 1_790_000_000_000 }],
        },
      ],
      error: null,
    },
    expect.objectContaining({ devices: [], error: expect.objectContaining({ expression: null }) }),
    expect.objectContaining({ error: expect.objectContaining({ detail: expect.stringContaining("not JSON") }) }),
  ]);
  const [broken] = await trial({ mapping: '{"device": id, }' }, "{}");
  expect(broken?.error).toMatchObject({ expression: "mapping", position: expect.any(Number) });
  const [wrong] = await trial({ mapping, key: "$number('x')" }, '{"id":"p-3","cm":1}');
  expect(wrong?.error).toMatchObject({ expression: "key" });
});

test.each([
  [
    "a list of devices",
    '[{"device":"a"},{"device":7,"online":false}]',
    [
      ["a", "met"],
      ["7", "presence"],
    ],
  ],
  [
    "bytes in hex and base64",
    '[{"device":"a","payload":"hex:01 ff"},{"device":"a","payload":"Af8="}]',
    [
      ["a", "payload"],
      ["a", "payload"],
    ],
  ],
  ["a clock in ISO 8601", '{"device":"a","at":"2026-09-21T22:13:20+08:00","properties":{}}', [["a", "properties"]]],
  ["nothing, which is meant", "[]", []],
])("a mapping may make %s", async (_, expression, made) => {
  const [tried] = await trial({ mapping: expression }, "{}");
  expect(tried?.error).toBeNull();
  expect(tried?.devices.map(({ device, kind }) => [device, kind])).toEqual(made);
});

test.each([
  ["nothing, which is not meant", "nowhere", "made nothing of it"],
  ["a device without an id", '{"properties":{}}', "device"],
  ["a field nobody knows", '{"device":"a","temp":1}', "temp"],
  ["a device of a number whose last digits are lost", '{"device":8675309000000000001}', "write it as text"],
  ["a clock that is none", '{"device":"a","at":"yesterday"}', "no moment"],
  ["bytes that are none", '{"device":"a","payload":"hex:0g"}', "not hex"],
])("what makes %s is refused with a sentence", async (_, expression, why) => {
  const [tried] = await trial({ mapping: expression }, "{}");
  expect(tried?.error?.detail).toContain(why);
});

test.each([
  ["never ends", "($f := function($x) { $f($x) }; $f(1))", "longer than"],
  ["counts to nine million", "$sum([1..9000000].($ * 2))", /longer than|more than/],
  ["backtracks for ever", "$match($.a, /^(a+)+$/)", "longer than"],
  [
    "fills the memory",
    "($f := function($l, $n) { $n = 0 ? $l : $f($append($l, $l), $n - 1) }; $f([1..1000], 24))",
    /longer|more than|Invalid/,
  ],
])("an expression that %s is refused, and the next is evaluated", async (_, expression, why) => {
  const made = evaluator();
  const input = { a: `${"a".repeat(40)}!` };
  await expect(made.evaluate([expression], input)).rejects.toMatchObject({ detail: expect.stringMatching(why) });
  expect(await made.evaluate(["1 + 1"], {})).toEqual([2]);
});

test("an expression that ran away three times rests a minute", async () => {
  const clock = { now: 0 };
  const made = evaluator({ longestMs: 20, monotonic: () => clock.now });
  const endless = ["($f := function($x) { $f($x) }; $f(1))"];
  for (let i = 0; i < 3; i++) await expect(made.evaluate(endless, {})).rejects.toThrow(/longer than 20 ms/);
  await expect(made.evaluate(endless, {})).rejects.toThrow(/ran away 3 times; it is tried again in 60 s/);
  clock.now = 60_000;
  await expect(made.evaluate(endless, {})).rejects.toThrow(/longer than 20 ms/);
});

test("a runaway is refused at the door's other side, and the rest goes on", async () => {
  const rig = await webhook({ mapping: `cm = 13 ? ($f := function($x) { $f($x) }; $f(1)) : ${mapping}` });
  await rig.push({ headers, body: { id: "p-1", cm: 13 } });
  await rig.push({ headers, body: { id: "p-1", cm: 14 } });
  expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken", "refused"]);
  expect(await rig.values()).toEqual({ "p-1": { level: 0.14, fault: "" } });
});

test("without a key a retry within seconds is one, the same reading a minute later is another", async () => {
  const rig = await webhook();
  const body = { id: "p-1", cm: 40 };
  for (const afterMs of [0, 19_000, 41_000, 60_000]) {
    rig.clock.now = 1_790_000_015_000 + afterMs;
    await rig.push({ headers, body });
  }
  const received = (await rig.pushes()).map((push) => push.received - 1_790_000_015_000);
  expect(received).toEqual([41_000, 0]);
  rig.clock.now = 1_790_000_015_000 + 101_000;
  await rig.push({ headers, body });
  expect(await rig.pushes()).toHaveLength(3);
});

test("with a key a message is known by it whenever it comes, and whatever its mapping passes over", async () => {
  const rig = await webhook({ key: "n" });
  await rig.push({ headers, body: { id: "p-1", cm: 40, n: 1 } });
  rig.clock.now += 3_600_000;
  await rig.push({ headers, body: { id: "p-1", cm: 40, n: 1, retry: true } });
  await rig.push({ headers, body: { id: "p-1", cm: 41, n: 2 } });
  const keys = (await rig.pushes()).map(({ key, yielded }) => [
    key.startsWith("sha256:") ? "hash" : key.split(" ").slice(0, 2).join(" "),
    yielded.length,
  ]);
  expect(keys).toEqual([
    ["id key:2", 2],
    ["hash", 0],
    ["id key:1", 2],
  ]);
});

test("a mapping that is none is not taken into the settings", async () => {
  await expect(webhook({ mapping: '{"device": ' })).rejects.toThrow(/INPUT_INVALID: \/settings\/mapping is no JSONata/);
});

test("the route tries a mapping for who may set up gateways", async () => {
  const hub = await quietHub();
  const payload = { mapping, products, samples: [{ body: '{"id":"p-3","cm":42}' }] };
  const ask = { method: "POST", url: "/api/platforms/mappings/trial", payload } as const;
  expect((await hub.app.inject(ask)).statusCode).toBe(401);
  const answer = await hub.app.inject({ ...ask, headers: { cookie: await operatorCookie(hub) } });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject([{ devices: [{ device: "p-3", readings: [{ point: "level", value: 0.42 }] }] }]);
});

test("a trial reads by the model that is tried where nothing else says one, and by a device's own where it is adopted", async () => {
  const wish = { mapping: '{"device": id, "properties": {"level": cm, "depth": 1}}' };
  const samples = [{ body: '{"id":"p-3","cm":42}' }];
  const deps = { evaluator: evaluator(), models: allModels(), products: [], now: 1_790_000_000_000 };
  const one = async (more: object) =>
    (await tryMapping({ mapping: wish, samples }, { ...deps, ...more }))[0]?.devices[0];
  expect(await one({})).toMatchObject({ model: null, readings: [], properties: { level: 42, depth: 1 } });
  expect(await one({ model: "nb-level-cm" })).toMatchObject({ readings: [{ point: "level", value: 0.42 }] });
  const adopted = [{ foreign: "p-3", model: "nb-level-mm", settings: {} }];
  expect(await one({ model: "nb-level-cm", adopted })).toMatchObject({
    model: "nb-level-mm",
    readings: [{ point: "level", value: 0.042 }],
  });
});
