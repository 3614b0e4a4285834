/** The district is away for a week, and is killed once more while it catches up: afterwards both sides are equal, each case once, order kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { coverAt, openCase } from "../../test/kit/district-samples.ts";
import { registrationOf } from "../../test/kit/samples.ts";
import { type DistrictHub, pairedHub, type Sandbox, startSandbox } from "../../test/kit/sandbox.ts";
import { until } from "../../test/kit/until.ts";
import { move } from "../tickets/move.ts";
import type { TicketMove } from "../tickets/moves.ts";
import type { CaseLine } from "./case-port.ts";
import { checksumOf } from "./inventory/item.ts";

const dayMs = 86_400_000;
const days = 7;
const cases = 5000;
const gateways = 50;
const devicesEach = 200;
/** Every device changes twice in the week. */
const changes = gateways * devicesEach * 2;

/** Devices of one gateway in its n-th version: some go, some come, all others move. */
function devicesIn(version: number) {
  const first = version * 10;
  return Array.from({ length: devicesEach }, (_, i) => coverAt(first + i, { place: `东昌小区 ${version} 号门` }));
}

async function register(hub: DistrictHub, from: number, to: number, version: number): Promise<void> {
  for (let n = from; n < to; n++) {
    const gateway = `gw-${n}` as GatewayId;
    await hub.take(topics.devices(gateway), registrationOf(gateway, { devices: devicesIn(version) }));
  }
}

/** Each has five lines: reported, admitted, noted as urgent, registered, voided. */
const steps: { move: TicketMove; reason?: string }[] = [
  { move: "admit" },
  { move: "urge" },
  { move: "register" },
  { move: "void", reason: "重复" },
];

async function openCases(hub: DistrictHub, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 100)
    await hub.act(async (tables, changes) => {
      for (let i = n; i < Math.min(n + 100, to); i++) {
        const id = await openCase(tables, `case-${String(i).padStart(5, "0")}`, changes, hub.clock.now);
        for (const step of steps) await move(tables, id, { ...step, actor: "小陈" }, changes, hub.clock.now);
      }
    });
}

/** Every line the centre ever kept, in the order it kept them. */
function keptLines(sandbox: Sandbox): CaseLine[] {
  const text = readFileSync(join(sandbox.folder, "centre.jsonl"), "utf8");
  // A line that is being written, or was torn by the kill, is none.
  const entries = text.slice(0, text.lastIndexOf("\n")).split("\n");
  return entries.flatMap((entry) => {
    const { kind, lines } = JSON.parse(entry) as { kind: string; lines?: CaseLine[] };
    return kind === "lines" ? (lines as CaseLine[]) : [];
  });
}

const waitingIn = (hub: DistrictHub) =>
  hub.store.read(async ({ outbox, inventory, marks }) => {
    const mark = await marks.read<{ cursor: number }>("district/inventory");
    const behind = (await inventory.newest()) - (mark?.cursor ?? 0);
    return (await outbox.waiting("district/cases")).count + behind;
  });

test("a week without the district loses nothing, doubles nothing and keeps every order", {
  timeout: 300_000,
}, async () => {
  const { hub, sandbox } = await pairedHub();
  await register(hub, 0, gateways, 0);
  hub.link.wake();
  await until("the first inventory to be told", async () => (await waitingIn(hub)) === 0, 60_000);
  const before = await hub.store.read(({ inventory }) => inventory.newest());

  await sandbox.running.kill("SIGKILL");
  for (let day = 0; day < days; day++) {
    const part = (whole: number, n: number) => Math.round((whole * n) / days);
    const version = (n: number) => (n < gateways ? 1 : 2);
    for (let n = part(2 * gateways, day); n < part(2 * gateways, day + 1); n++)
      await register(hub, n % gateways, (n % gateways) + 1, version(n));
    await openCases(hub, part(cases, day), part(cases, day + 1));
    hub.clock.now += dayMs;
    hub.link.wake();
  }
  const newest = await hub.store.read(({ inventory }) => inventory.newest());
  expect(newest - before).toBeGreaterThanOrEqual(changes);
  expect(await hub.store.read(({ outbox }) => outbox.waiting("district/cases"))).toMatchObject({
    ...{ count: cases * (steps.length + 1) },
  });
  const open = () => hub.store.read(({ tasks }) => tasks.list("open", 99));
  await until("the night to fail", async () => (await open()).some(({ kind }) => kind === "RECONCILE_FAILED"), 10_000);
  const stuck = await open();
  expect(stuck.map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual([
    "DELIVERY_STUCK district/cases",
    "DELIVERY_STUCK district/inventory",
    "RECONCILE_FAILED district",
  ]);

  const ahead = ["--clock-ahead-s", String((days * dayMs) / 1000)];
  const again = { folder: sandbox.folder, hubCard: hub.cardFile, port: sandbox.port, args: ahead };
  const began = performance.now();
  const back = await startSandbox(again);
  // What failed last is tried again within five minutes; the signatures' window is as long.
  hub.clock.now = Date.now() + days * dayMs + 240_000;
  hub.link.wake();
  await until("half of it", () => keptLines(sandbox).length > (cases * (steps.length + 1)) / 2, 60_000);
  await back.running.kill("SIGKILL");
  expect(keptLines(sandbox).length).toBeLessThan(cases * (steps.length + 1));
  // What was under way waits up to 150 s, as often as it failed before: its clock goes on with the hub's, or signatures would be too old.
  const later = ["--clock-ahead-s", String((days * dayMs) / 1000 + 240)];
  const last = await startSandbox({ ...again, args: later });
  hub.clock.now += 160_000;
  hub.link.wake();
  await until("everything to be told", async () => (await waitingIn(hub)) === 0, 60_000);
  const took = performance.now() - began;

  const lines = keptLines(sandbox);
  const byCase = Map.groupBy(lines, (line) => line.case);
  expect(byCase.size).toBe(cases);
  expect(lines).toHaveLength(cases * (steps.length + 1));
  const wrong = [...byCase].filter(([, own]) => own.map(({ seq, move }) => `${seq} ${move}`).join() !== order);
  expect(wrong).toEqual([]);
  const shared = await hub.store.read(({ inventory }) => inventory.shared());
  expect(shared).toHaveLength(gateways * devicesEach);
  const stock = (await last.ask("GET", "/api/inventory")) as { count: number; checksum: string };
  expect(stock).toMatchObject({ count: shared.length, checksum: checksumOf(shared) });
  const report = await hub.district.desk.reconcile();
  expect(report).toMatchObject({
    inventory: { missing: 0, different: 0, extra: 0, isEqual: true },
    cases: { forgotten: 0, untold: 0 },
  });
  expect(await hub.store.read(({ tasks }) => tasks.list("open", 99))).toEqual([]);
  expect(took).toBeLessThan(60_000);
});

const order = ["report", ...steps.map(({ move }) => move)].map((name, seq) => `${seq} ${name}`).join();
