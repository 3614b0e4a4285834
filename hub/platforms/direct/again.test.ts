/** Packs without times of their own that a device sends again because it heard no PUBACK: each counts once, and a new one of the same words counts. */
import { expect, onTestFinished, test } from "vitest";
import { topics } from "../../../core/topics.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { rawMqtt } from "../../../test/kit/raw-mqtt.ts";
import { until } from "../../../test/kit/until.ts";
import { embeddedLine } from "../../broker/embedded.ts";
import { keyDoor } from "../../registry/admit.ts";
import { deviceDoor } from "./mqtt.ts";

const [user, credential] = ["cellar@direct-1", "ll_the-credential-of-the-cellar-gauge"];
const pack = JSON.stringify([{ n: "level", u: "m", v: 0.05 }]);

async function setUp() {
  const devices = [{ device: "cellar", model: "water-gauge", credential }];
  const rig = await platformRig({ platform: "direct", devices });
  const { store, ingest, platforms } = rig;
  const about = { store, report: ingest.report, clock: () => rig.clock.now, log: silent };
  const door = {
    ...keyDoor(store, about.report, about.clock, silent),
    devices: deviceDoor({ ...about, intake: platforms.intake }),
  };
  const line = await embeddedLine({ host: "127.0.0.1", port: 0, door });
  onTestFinished(() => line.close());
  await line.open(
    async () => {},
    () => {},
  );
  const publish = (messageId: number, dup: boolean, qos: 1 | 2 = 1, payload = pack) =>
    ({
      cmd: "publish",
      topic: topics.direct(rig.connector, "cellar"),
      payload,
      qos,
      dup,
      retain: false,
      messageId,
    }) as const;
  const count = async () => (await rig.pushes()).length;
  return { rig, publish, count, dial: () => rawMqtt(line.address(), user, credential) };
}

test.each([1, 2] as const)(
  "QoS %i: a pack that was stored and whose confirmation was lost comes again under its packet id and counts once",
  async (qos) => {
    const { rig, publish, count, dial } = await setUp();
    const first = await dial();
    first.send(publish(7, false, qos));
    await until("it is stored", async () => (await count()) === 1);
    await first.cut();
    rig.clock.now += 90_000;
    const second = await dial();
    second.send(publish(7, true, qos));
    await second.hear(qos === 1 ? "puback" : "pubrec");
    expect(await count()).toBe(1);
  },
);

test("one that was said to be sent again and never came before is taken", async () => {
  const { publish, count, dial } = await setUp();
  const line = await dial();
  line.send(publish(7, true));
  await line.hear("puback");
  expect(await count()).toBe(1);
});

test("the same words anew are another measurement: under the same packet id, under another, and long after", async () => {
  const { rig, publish, count, dial } = await setUp();
  const line = await dial();
  const say = async (id: number, isAgain: boolean) => {
    line.send(publish(id, isAgain));
    await line.hear("puback");
    rig.clock.now += 1000;
    return count();
  };
  expect([await say(1, false), await say(1, false), await say(2, true)]).toEqual([1, 2, 3]);
  expect([await say(1, true), await say(2, true)]).toEqual([3, 3]);
  rig.clock.now += 5 * 60_000;
  expect(await say(1, true)).toBe(4);
});
