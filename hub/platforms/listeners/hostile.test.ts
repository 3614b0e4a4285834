/** What the ports must stand that devices dial in to: frames cut and merged in every way. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dial } from "../../../test/kit/dial.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";

const framesOf = (driver: string): { name?: string; hex: string }[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../../drivers/${driver}/vectors.json`), "utf8")).vectors;
const fire = Buffer.from(framesOf("gbt26875").find(({ name }) => name?.startsWith("part state"))?.hex ?? "", "hex");
const report = Buffer.from(framesOf("sl651")[16]?.hex ?? "", "hex");

/** The frame of each, and the bytes of its confirmation. */
const kinds = [
  { platform: "gbt26875", model: "fire-panel-gbt26875", frame: fire, answer: 30 },
  { platform: "sl651", model: "sl651-level-station", frame: report, answer: 25 },
];

async function setUp({ platform, model }: { platform: string; model: string }) {
  const products = [{ product: "", model }];
  const rig = await platformRig({ platform, settings: { tcpPort: 0, ways: "tcp" }, products });
  await rig.platforms.listeners.refresh();
  return { rig, tcp: rig.platforms.listeners.stateOf(rig.connector)?.tcp as string };
}

test.each(kinds)("$platform: wherever a frame is cut, a whole one on another connection is confirmed", async (kind) => {
  const { rig, tcp } = await setUp(kind);
  for (let cut = 1; cut < kind.frame.length; cut += 7) {
    const line = await dial(tcp);
    line.send(kind.frame.subarray(0, cut));
    line.socket.end();
    await line.ended;
  }
  const whole = await dial(tcp);
  whole.send(kind.frame);
  await whole.hear(kind.answer);
  await rig.platforms.settled();
  expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken"]);
  await rig.ingest.settled();
  const faults = await rig.store.read((tables) => tables.faults.list(50));
  expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["FIELD_DAMAGED"]));
});

test.each(kinds)(
  "$platform: a cut frame and two whole ones run together are one damage and one message",
  async (kind) => {
    const { rig, tcp } = await setUp(kind);
    const line = await dial(tcp);
    const half = kind.frame.subarray(0, Math.floor(kind.frame.length / 2));
    line.send(Buffer.concat([half, kind.frame, kind.frame]));
    await line.hear(kind.answer);
    line.socket.end();
    await line.ended;
    await rig.platforms.settled();
    // The same bytes twice are one message sent again.
    expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken"]);
    expect(Object.values(await rig.values()).every(({ fault }) => fault === "")).toBe(true);
  },
);
