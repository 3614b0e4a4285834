/** A group whose transaction does not hold: only the guilty message is refused. */
import { expect, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
import { epochs, quietHub, silent } from "../../test/kit/quiet-hub.ts";
import { event } from "../../test/kit/samples.ts";
import { applyEvent } from "../alerts/alert.ts";
import { commit } from "./group.ts";
import type { Work } from "./work.ts";

const id = "gw-1" as GatewayId;

const work = (from: number, run: Work["run"]): Work => ({
  gateway: id,
  urgency: "bulk",
  size: 0,
  batch: { lane: "data", epoch: epochs.data, from },
  run,
});

const meeting = (name: string) => work(0, ({ gateways }) => gateways.meet(name as GatewayId, 1));

/** The alert's ticket is missing: the store finds out at the commit, too late to say whose fault it is. */
const poison = work(7, async ({ alerts }) => {
  await alerts.put(applyEvent(null, null, id, event("raised", 1), 1).alert);
});

/** A mistake of ours, not of the sender. */
const bug = work(9, async () => {
  throw new TypeError("undefined is not a function");
});

test("what spoils the commit is refused alone, the rest is stored", async () => {
  const { store, read } = await quietHub();
  const outcome = await commit(store, [meeting("gw-1"), poison, meeting("gw-2")], [], 5, silent, () => 0);
  expect(outcome.refused).toMatchObject([{ gateway: id, refusal: { from: 7, code: "HUB_FAILED" } }]);
  expect((await read(({ gateways }) => gateways.list())).map((row) => row.id)).toEqual(["gw-1", "gw-2"]);
  expect(await read(({ faults }) => faults.list(9))).toMatchObject([{ code: "HUB_FAILED", subject: "data" }]);
});

test("a mistake of ours costs the message that met it, not the hub", async () => {
  const { store, read } = await quietHub();
  const bulk = [bug, meeting("gw-2")];
  const outcome = await commit(store, [meeting("gw-1")], bulk, 5, silent, () => 0);
  expect(outcome.refused).toMatchObject([{ refusal: { from: 9, code: "HUB_FAILED" } }]);
  expect(bulk).toEqual([]);
  expect(await read(({ gateways }) => gateways.list())).toHaveLength(2);
});
