/** What a device's page shows of its messages is asked of that device, however many others speak. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { seenOf } from "./connect.ts";

test("a device's last messages are there though others sent hundreds since", async () => {
  const credentials = { quiet: "ll_the-credential-of-the-quiet-one", chatty: "ll_the-credential-of-the-chatty-one" };
  const devices = Object.entries(credentials).map(([device, credential]) => ({
    ...{ device, credential, model: "water-gauge" },
  }));
  const rig = await platformRig({ platform: "direct", devices });
  const say = (device: keyof typeof credentials, v: number) =>
    rig.push({
      path: `/${device}`,
      headers: { authorization: `Bearer ${credentials[device]}` },
      body: [{ n: "level", u: "m", v }],
    });
  expect(await say("quiet", 0.1)).toMatchObject({ status: 204 });
  for (let n = 0; n < 60; n++) await say("chatty", n / 100);
  const seen = (foreign: string) =>
    rig.store.read((tables) => seenOf(tables, { connector: rig.connector, foreign }, rig.platforms.models, 0));
  expect((await seen("quiet")).messages).toMatchObject([{ from: "https quiet", state: "taken" }]);
  expect((await seen("chatty")).messages).toHaveLength(5);
});

test("what was turned away is shown to the device it was, and to all where nobody knows the name; what was kept is no refusal", async () => {
  const devices = ["cellar", "roof"].map((device) => ({ device, credential: `ll_of-${device}`, model: "water-gauge" }));
  const rig = await platformRig({ platform: "direct", devices });
  const say = (device: string, credential: string, body: unknown) =>
    rig.push({ path: `/${device}`, headers: { authorization: `Bearer ${credential}` }, body });
  const seen = (foreign: string) =>
    rig.store.read((tables) =>
      seenOf(tables, { connector: rig.connector, foreign }, rig.platforms.models, rig.clock.now),
    );
  expect(await say("roof", "ll_of-roof", "hello")).toMatchObject({ status: 422 });
  const details = async (foreign: string) => {
    await rig.ingest.settled();
    return (await seen(foreign)).refusals.map(({ detail }) => detail);
  };
  expect([await details("cellar"), await details("roof")]).toEqual([[], []]);
  expect(await say("roof", "ll_wrong", "[]")).toMatchObject({ status: 401 });
  expect([await details("cellar"), await details("roof")]).toEqual([[], [expect.stringContaining("roof")]]);
  expect(await say("celar", "ll_of-cellar", "[]")).toMatchObject({ status: 401 });
  expect(await details("cellar")).toEqual([expect.stringContaining("celar")]);
  expect((await seen("roof")).messages).toMatchObject([{ state: "refused" }]);
});
