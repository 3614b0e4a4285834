/** MQTT over TLS to a real Mosquitto with an authority of its own, by every platform that listens to a broker. */
import { expect, test } from "vitest";
import { ownAuthority } from "../../../test/kit/certificates.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { quietHub } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import { startTlsMosquitto } from "../../../test/rig/tls-mosquitto.ts";
import { platforms } from "../platforms.ts";

/** What else it is set up with, and a topic it listens to. */
const those: Record<string, { settings?: Record<string, unknown>; topic: string }> = {
  chirpstack: { topic: "application/a/device/24e124713c000001/event/up" },
  homeassistant: { settings: { states: ["esphome/#"] }, topic: "esphome/pit/state" },
  "mqtt-json": { settings: { topics: ["pits/+"], mapping: "[]" }, topic: "pits/1" },
  zigbee2mqtt: { topic: "zigbee2mqtt/pit" },
};
const listening = [...platforms.values()].filter(({ mqtt }) => mqtt !== undefined).map(({ name }) => name);
const people = { hub: "secret-of-the-hub", platform: "another-secret" };

/** Since it was entered. */
async function stateIs({ platforms: { lines }, connector, clock }: PlatformRig, why: RegExp): Promise<void> {
  const entered = ++clock.now;
  lines.refresh();
  await until(`${connector} says ${why}`, () => {
    const state = lines.stateOf(connector);
    return state !== null && state.since >= entered && why.test(state.why);
  });
}

test.each(listening)(
  "%s: a broker with an authority of its own is believed once that is entered; without it, or by another, no name and password go there",
  async (platform) => {
    const [own, another] = [await ownAuthority("Street"), await ownAuthority("Another")];
    const broker = await startTlsMosquitto(await own.sign("127.0.0.1"), people);
    const { settings = {}, topic } = those[platform] as (typeof those)[string];
    const hub = await quietHub();
    const enter = async (ca?: string) => {
      const address = { broker: `mqtts://127.0.0.1:${broker.port}`, username: "hub", ...(ca && { ca }) };
      return platformRig({ platform, settings: { ...settings, ...address }, secrets: { password: people.hub } }, hub);
    };
    for (const wrong of [undefined, another.ca])
      await stateIs(await enter(wrong), /no authority that is trusted .* as `ca`/);
    expect(broker.said()).not.toContain("u'hub'");
    const rig = await enter(own.ca);
    await stateIs(rig, /^$/);
    await broker.say("platform", topic, {});
    await until("the message", async () => (await rig.pushes()).length === 1);
  },
);

test("what is no certificate, and one for a broker without TLS, is refused when it is entered", async () => {
  const hub = await quietHub();
  const { ca } = await ownAuthority("Street");
  for (const platform of listening) {
    const enter = (broker: string, text: string) =>
      platformRig({ platform, settings: { ...those[platform]?.settings, broker, ca: text } }, hub);
    const half = "-----BEGIN CERTIFICATE-----\nMIIB";
    await expect(enter("mqtts://127.0.0.1:8883", half)).rejects.toThrow(/\/settings\/ca is no certificate in PEM/);
    await expect(enter("mqtt://127.0.0.1:1883", ca)).rejects.toThrow(/\/settings\/ca is of no use/);
  }
});
