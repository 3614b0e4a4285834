/** One gateway's card in two machines: found, refused, released. */
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { Epoch, GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, readingsFrom } from "../../test/kit/samples.ts";
import { hearBoot } from "./clone.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
});

const status = (boot: string, session: number, more: object = {}) =>
  hub.take(topics.status(id), statusOf({ boot, session, ...more }));
const batch = (from: number) =>
  hub.take(topics.batch(id, "data", epochs.data, from), encodeBatch(readingsFrom(start + from * 1000, 10)));
const cloneFaults = async () =>
  (await hub.read(({ faults }) => faults.list(99))).filter(({ code }) => code === "GATEWAY_CLONED");

describe("a gateway's boots", () => {
  const none = { seen: [], clash: null };

  test("are remembered in order, a good many of them", () => {
    let boots: ReturnType<typeof hearBoot> = none;
    for (let i = 0; i < 100; i++) boots = hearBoot(boots, { boot: `b${i}` }, false);
    expect(boots.clash).toBeNull();
    expect(boots.seen.length).toBeLessThan(100);
    expect(boots.seen.at(-1)).toBe("b99");
    expect(hearBoot(boots, { boot: "b99" }, true)).toBe(boots);
  });

  test("clash when an earlier one comes again, or a new one is behind; then the two that clash stay", () => {
    const two = hearBoot(hearBoot(none, { boot: "a" }, false), { boot: "b" }, false);
    const clash = hearBoot(two, { boot: "a" }, false);
    expect(clash.clash).toEqual(["b", "a"]);
    expect(hearBoot(two, { boot: "c" }, true).clash).toEqual(["b", "c"]);
    expect(hearBoot(clash, { boot: "d" }, false)).toBe(clash);
  });
});

describe("a gateway that starts again and again", () => {
  test("is no clone", async () => {
    for (let run = 1; run < 40; run++) {
      await status(`boot ${run}`, run * 1_000_000 + 1);
      await status(`boot ${run}`, run * 1_000_000 + 2);
      await status(`boot ${run}`, run * 1_000_000 + 1, { state: "offline" });
    }
    await batch(0);
    expect(hub.ack().data?.have).toEqual([[0, 10]]);
    expect(await cloneFaults()).toEqual([]);
  });

  test("and was installed anew counts from 1 and is no clone", async () => {
    await status("old", 5_000_001);
    await status("new", 1_000_001, { epochs: { data: "d2" as Epoch, alert: "a2" as Epoch } });
    expect(await cloneFaults()).toEqual([]);
  });
});

describe("a cloned card", () => {
  const clash = async () => {
    await status("one", 1_000_001);
    await status("two", 1_000_001);
    await status("one", 1_000_002);
  };

  test("is reported once an hour, naming both boots", async () => {
    await clash();
    for (let turn = 3; turn < 9; turn++) await status(turn % 2 ? "two" : "one", 1_000_000 + turn);
    expect(await cloneFaults()).toMatchObject([
      { gateway: id, subject: "", detail: '"gw-1" came with boot one beside boot two', count: 7 },
    ]);
  });

  test("is found by a session that goes back, though its status is not heard", async () => {
    await status("one", 2_000_001);
    await status("two", 1_000_001);
    expect(await cloneFaults()).toHaveLength(1);
    expect(await hub.read(({ gateways }) => gateways.findStatus(id))).toMatchObject({ boot: "one" });
  });

  test("gets nothing stored, readings or alerts, and nothing set aside", async () => {
    await clash();
    await batch(0);
    expect(hub.ack()).toMatchObject({ data: { have: [] }, refused: { code: "GATEWAY_CLONED", from: 0 } });
    await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
    expect(hub.ack()).toMatchObject({ alert: { have: [] }, refused: { code: "GATEWAY_CLONED", lane: "alert" } });
  });

  test("stays refused after a restart of the hub's process, other gateways do not", async () => {
    await clash();
    expect(await hub.read(({ gateways }) => gateways.findBoots(id))).toMatchObject({ clash: ["two", "one"] });
    const other = "gw-2" as GatewayId;
    await hub.take(topics.status(other), statusOf({ boot: "one" }));
    await hub.take(topics.batch(other, "data", epochs.data, 0), encodeBatch(readingsFrom(start, 10)));
    expect(hub.ack("gw-2").data?.have).toEqual([[0, 10]]);
  });

  test("is heard again when the key is released, whatever its session", async () => {
    await clash();
    await hub.read(({ gateways }) => gateways.putKeyHash(id, "hash"));
    await hub.read(({ gateways }) => gateways.forgetInstallation(id));
    expect(await hub.read(({ gateways }) => gateways.find(id))).toMatchObject({ keyHash: null, state: "online" });
    await status("two", 1);
    await batch(0);
    expect(hub.ack().data?.have).toEqual([[0, 10]]);
    expect(hub.ack().refused).toBeUndefined();
  });
});
