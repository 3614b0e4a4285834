/** AMQP over TLS to a real broker with an authority of its own: believed by its certificate, refused with a sentence without it. */
import { expect, test } from "vitest";
import { ownAuthority } from "../../../test/kit/certificates.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { type QuietHub, quietHub } from "../../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { addressOf, publish, startRabbit } from "../../../test/rig/rabbitmq.ts";

const post = {
  body: Buffer.from(JSON.stringify({ productKey: "p", deviceName: "d", items: { SmokeSensorState: { value: 0 } } })),
  application_properties: { topic: "/p/d/thing/event/property/post", messageId: "m-1" },
};

const connect = (hub: QuietHub, port: number, more: Record<string, unknown>) =>
  platformRig(
    {
      platform: "aliyun-iot",
      settings: { host: "127.0.0.1", port, clientId: "lilong", accessKeyId: "k", queue: addressOf("default"), ...more },
      secrets: { accessKeySecret: "s" },
      products: [{ product: "p", model: "nb-smoke" }],
    },
    hub,
  );

/** Since it was entered. */
async function stateIs({ platforms: { lines }, connector, clock }: PlatformRig, why: RegExp): Promise<void> {
  const entered = ++clock.now;
  lines.refresh();
  const says = () => {
    const state = lines.stateOf(connector);
    return state !== null && state.since >= entered && why.test(state.why);
  };
  await until(`${connector} says ${why}`, says, 30_000);
}

test("a broker with an authority of its own is believed once that is entered; without it, or by another, no name and password go there", async () => {
  const hub = await quietHub();
  const [own, another] = [await ownAuthority("Street"), await ownAuthority("Another")];
  const rabbit = await startRabbit(tempFolder(), ["default"], () => true, await own.sign("127.0.0.1"));
  const port = rabbit.tlsPort as number;
  for (const wrong of [{}, { ca: another.ca }])
    await stateIs(await connect(hub, port, wrong), /no authority that is trusted .* as `ca`/);
  expect(rabbit.asked).toEqual([]);

  const rig = await connect(hub, port, { ca: own.ca });
  await stateIs(rig, /^$/);
  await publish(rabbit, "default", [post]);
  await until("the message", async () => (await rig.pushes()).length === 1);
  await hub.platforms.settled();
  expect(await rig.values()).toMatchObject({ "p.d": { smoke: false } });

  await stateIs(await connect(hub, rabbit.port, { ca: own.ca }), /speaks no TLS/);
}, 60_000);

test("a certificate for another name is refused, and says so", async () => {
  const hub = await quietHub();
  const own = await ownAuthority("Street");
  const rabbit = await startRabbit(tempFolder(), ["default"], () => true, await own.sign("broker.example"));
  const rig = await connect(hub, rabbit.tlsPort as number, { ca: own.ca });
  await stateIs(rig, /for another name/);
  expect(rabbit.asked).toEqual([]);
}, 60_000);

test("what is no certificate is refused when it is entered, and one for a line without TLS too", async () => {
  const hub = await quietHub();
  const half = "-----BEGIN CERTIFICATE-----\nMIIB";
  await expect(connect(hub, 5671, { ca: half })).rejects.toThrow(/\/settings\/ca is no certificate in PEM/);
  const { ca } = await ownAuthority("Street");
  await expect(connect(hub, 5672, { ca, transport: "plain" })).rejects.toThrow(/\/settings\/ca is of no use/);
});
