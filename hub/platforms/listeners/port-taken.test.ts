/** A port that another program has is told, tried again by itself, and had once it is free; a store that fails ends nothing. */
import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { isInAlarm } from "../../../core/alert-state.ts";
import { Fault } from "../../../core/fault.ts";
import { dial } from "../../../test/kit/dial.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { operatorCookie, silent } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import { hubRules } from "../../alerts/rules/hub-rules.ts";
import { look } from "../../alerts/rules/watch.ts";
import type { Store } from "../../store/store.ts";
import { startListeners } from "./listeners.ts";

/** Another program, which has a port until it is ended. */
async function occupy() {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const free = () => new Promise<void>((done) => other.close(() => done()));
  onTestFinished(() => void other.close());
  return { port: (other.address() as { port: number }).port, free };
}

const rigOf = (tcpPort: number) => platformRig({ platform: "gbt26875", settings: { tcpPort, ways: "tcp" } });

/** Whoever waits goes on when the test says so; `waits` are those for a port or the store. */
function listenersOf({ store, ingest, platforms, clock, connector }: PlatformRig, own: Store = store) {
  const [waits, codes]: [number[], string[]] = [[], []];
  const waiting = new Set<() => void>();
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((done) => {
      if (signal.aborted) return done();
      if (ms !== 60_000) waits.push(ms);
      waiting.add(done);
      signal.addEventListener("abort", () => done(), { once: true });
    });
  const listeners = startListeners({
    ...{ store: own, intake: platforms.intake, report: ingest.report, tell: () => {}, clock: () => clock.now },
    ...{ pause, random: () => 1, log: pino({}, { write: (line) => void codes.push(JSON.parse(line).err.code) }) },
  });
  onTestFinished(() => listeners.close());
  const next = () => {
    for (const done of waiting) done();
    waiting.clear();
  };
  const presence = () => store.read(async ({ gateways }) => (await gateways.find(connector))?.state);
  return { listeners, state: () => listeners.stateOf(connector), waits, codes, next, presence };
}

/** The rules of what stands in alarm, after the hub looked. */
async function alertsOf({ store, clock, connector }: PlatformRig): Promise<string[]> {
  const watching = { listeningSince: clock.now, sensorsAt: clock.now, batteriesAt: clock.now };
  await look({ store, tell: () => {}, clock: () => clock.now, log: silent, pause: async () => {} }, watching);
  const open = await store.read(({ alerts }) => alerts.listOpenOf(connector));
  return open.filter(isInAlarm).map(({ rule }) => rule);
}

test("it is tried again with growing pauses, its connector stands as away and is an alert, and once it is free it is had by itself", async () => {
  const { port, free } = await occupy();
  const rig = await rigOf(port);
  const { listeners, state, waits, next, presence } = listenersOf(rig);
  await listeners.refresh();
  const since = rig.clock.now;
  const down = { isUp: false, since, tcp: null, why: expect.stringMatching(/EADDRINUSE/) };
  expect([state(), await presence()]).toEqual([{ ...down, udp: null }, "online"]);
  for (let tries = 2; tries <= 5; tries++) {
    rig.clock.now += 1000;
    next();
    await until(`try ${tries}`, () => waits.length === tries);
  }
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000]);
  await until("the connector to stand as away", async () => (await presence()) === "offline");
  expect(state()).toMatchObject(down);
  rig.clock.now += hubRules.connectorSilent.raiseAfterMs;
  expect(await alertsOf(rig)).toEqual(["hub-connector-silent"]);
  await rig.ingest.settled();
  expect(await rig.store.read(({ faults }) => faults.list(5))).toMatchObject([
    { code: "PORT_TAKEN", gateway: rig.connector, count: 5, detail: expect.stringMatching(/EADDRINUSE/) },
  ]);
  await free();
  next();
  await until("the port", () => state()?.isUp);
  await dial(`127.0.0.1:${port}`);
  await until("the connector to stand as reached", async () => (await presence()) === "online");
  expect(await alertsOf(rig)).toEqual([]);
});

test("who saves a connector has not to wait for the pause", async () => {
  const { port, free } = await occupy();
  const { listeners, state } = listenersOf(await rigOf(port));
  await listeners.refresh();
  expect(state()?.isUp).toBe(false);
  await free();
  await listeners.refresh();
  expect(state()).toMatchObject({ isUp: true, tcp: `127.0.0.1:${port}` });
});

test("people see at the connector that its port is taken", async () => {
  const { port } = await occupy();
  const rig = await rigOf(port);
  await rig.platforms.listeners.refresh();
  const headers = { cookie: await operatorCookie(rig) };
  const answer = await rig.app.inject({ url: `/api/connectors/${rig.connector}`, headers });
  const why = expect.stringMatching(/EADDRINUSE/);
  expect(answer.json().line).toEqual({ isUp: false, since: rig.clock.now, why });
});

test("where the store does not say who listens, it is logged, and looked at again: by itself and at the next change", async () => {
  const rig = await rigOf(0);
  let failing = 0;
  const read: Store["read"] = async (work) => {
    await setImmediate();
    if (failing-- > 0) throw new Fault("DISK_FAILED", "the database could not be read");
    return rig.store.read(work);
  };
  const { listeners, state, waits, codes, next } = listenersOf(rig, { ...rig.store, read });
  failing = 1;
  await listeners.refresh();
  expect([state(), waits, codes]).toEqual([null, [1000], ["DISK_FAILED"]]);
  next();
  await until("the port", () => state()?.isUp);
  const pauseIt = async ({ connectors }: Parameters<Parameters<typeof rig.act>[0]>[0]) => {
    const row = await connectors.find(rig.connector);
    if (row !== null) await connectors.put({ ...row, state: "paused" });
  };
  await rig.act(pauseIt);
  failing = 1;
  await listeners.refresh();
  await listeners.refresh();
  expect([state(), codes]).toEqual([null, ["DISK_FAILED", "DISK_FAILED"]]);
  failing = 1;
  await listeners.close();
});
