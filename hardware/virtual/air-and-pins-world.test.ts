/** The Arduino in the neighbourhood's world: rain tips the bucket, an output starts the standby pump. */
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../../test/kit/until.ts";
import { fill, tieToWorld } from "./air-and-pins-world.ts";
import { startFirmataBoard } from "./firmata-board.ts";
import { startNeighbourhood } from "./neighbourhood.ts";

test("a cloudburst tips once a second at most, and no hour holds more than the gauge can tell", () => {
  let bucket = { mm: 0, tipsLeft: 975, tips: false };
  let tips = 0;
  for (let second = 0; second < 3600; second += 1) {
    bucket = fill(bucket, 100, 1000);
    tips += Number(bucket.tips);
    if (second === 249) expect(tips * 0.2).toBeCloseTo(50, 0);
  }
  expect(tips * 0.2).toBeGreaterThan(300);
  expect(tips * 0.2).toBeLessThanOrEqual(390);
  expect(fill({ mm: 0.19, tipsLeft: 975 }, 0, 1000).tips).toBe(false);
});

test("output D10 is the contact of the standby pump, and rain closes the bucket's contact", async () => {
  const street = await startNeighbourhood();
  onTestFinished(() => street.stop());
  const board = await startFirmataBoard();
  onTestFinished(() => board.close());
  const host = connect(board.port, "127.0.0.1");
  const tipped: number[] = [];
  // The pins D0 to D7 as the board tells them.
  host.on("data", (bytes) => {
    for (const [i, byte] of bytes.entries()) if (byte === 0x90) tipped.push(bytes[i + 1] ?? 0);
  });
  onTestFinished(() => void host.destroy());
  const look = tieToWorld(street.controlUrl, board, (why) => expect.fail(why));
  host.write(Uint8Array.of(0xd0, 1, 0x91, 0x04, 0));
  await until("the output", () => board.output(10) === true);
  await look(1000);
  expect(street.world().pit.standby).not.toBe("off");
  host.write(Uint8Array.of(0x91, 0, 0));
  await until("the output", () => board.output(10) === false);
  await look(1000);
  expect(street.world().pit.standby).toBe("off");
  street.change((world) => ({ ...world, sky: { ...world.sky, wantedMmPerH: 100, rainMmPerH: 100 } }));
  await look(1000);
  await until("the contact to close", () => tipped.some((levels) => (levels & 0b100) === 0));
});
