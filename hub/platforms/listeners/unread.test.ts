/** Of strangers at a port no more are taken than a connector lists, however fast they come and however late they are read. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { openConnector } from "../connectors.ts";
import { mostStrangers } from "../devices/strangers.ts";
import type { Intake } from "../intake/intake.ts";
import type { ListenWish } from "../kit/platform.ts";
import { take } from "./take.ts";
import { startUnread } from "./unread.ts";

test("600 strangers that speak before one of them is read: 200 are confirmed, the others keep what they said", async () => {
  const rig = await platformRig({ platform: "gbt26875", settings: { tcpPort: 0, ways: "tcp" } });
  const { store, connector, clock } = rig;
  let stored = 0;
  const deps = {
    ...{ store, clock: () => clock.now, unread: startUnread(store, () => clock.now) },
    opened: () => store.read((tables) => openConnector(tables, connector)),
    intake: { take: async () => Boolean(++stored) } as Pick<Intake, "take">,
    report: () => undefined,
  };
  const wish = { answer: () => [new Uint8Array([1])] } as unknown as ListenWish;
  const say = (n: number) =>
    take(
      deps,
      connector,
      wish,
      { device: `s${n}`, message: new Uint8Array([n]) },
      { way: "tcp", address: "10.0.0.1:5" },
    );
  const answers = await Promise.all(Array.from({ length: 600 }, (_, n) => say(n)));
  expect([stored, answers.filter(({ length }) => length === 1).length]).toEqual([mostStrangers, mostStrangers]);
  expect(await say(0)).toHaveLength(1);
  expect(await say(599)).toEqual([]);
  clock.now += 61_000;
  expect(await say(599)).toHaveLength(1);
});
