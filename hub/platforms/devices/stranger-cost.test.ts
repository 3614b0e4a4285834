/** What a stranger says is held to every model that can read it: that costs so little that a flood of it slows nobody. */
import { expect, test } from "vitest";
import { allModels } from "../../../test/kit/quiet-hub.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Told } from "../kit/told.ts";
import { cryOf } from "./stranger.ts";

const foreign = { connector: "c", foreign: "d", device: "d", title: "", place: "", settings: {}, model: null };
const rounds = 100;

test.each<[string, Told]>([
  ["bytes", { device: "d", kind: "payload", bytes: Buffer.from("0175640367000000", "hex") }],
  ["many bytes", { device: "d", kind: "payload", bytes: Buffer.alloc(500, 7) }],
  ["named values", { device: "d", kind: "properties", properties: { foo: 0, bar: 5 } }],
])("a stranger's %s: less than half a millisecond", (name, told) => {
  const models = allModels();
  const heard = { told, foreign: foreign as unknown as ForeignDevice, push: { received: 1_790_000_000_000 } };
  const round = () => {
    const began = performance.now();
    for (let n = 0; n < rounds; n++) cryOf(heard, models);
    return (performance.now() - began) / rounds;
  };
  const best = Math.min(...Array.from({ length: 6 }, round));
  process.stdout.write(`a stranger's ${name}: ${(best * 1000).toFixed(0)} µs\n`);
  expect(best).toBeLessThan(0.5);
});
