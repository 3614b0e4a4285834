/** Node-RED killed, hung, throwing and fed a broken file in the middle of 1,000 alerts: 1,000 tickets, each sent exactly once. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Ack } from "../../core/ack.ts";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, DeviceId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import type { FlowsView } from "../../hub/flows/views.ts";
import { startHub } from "../../hub/main.ts";
import { openStore } from "../../hub/store/open.ts";
import { type PretendGateway, pretendGateway, settingsFor, signInTo, silent, statusOf } from "../kit/quiet-hub.ts";
import { event } from "../kit/samples.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { buildHome } from "./home.ts";

const gateway = "gw-1";
const [hangs, throws] = ["cover-400", "cover-600"];

/** The default dispatch, which also hangs at one ticket and throws at another. */
function plantFlow(file: string): void {
  const nodes = JSON.parse(readFileSync(join(root, "flows/dispatch/flow.json"), "utf8")) as {
    id: string;
    type: string;
    func?: string;
  }[];
  for (const node of nodes) {
    if (node.id !== "dispatch-decide") continue;
    const device = "const { device } = msg.payload.alert;";
    node.func = `${device} if (device === "${hangs}") for (;;); if (device === "${throws}") throw new Error("broken"); ${node.func}`;
  }
  // Nobody catches what it throws: the ticket stays unanswered.
  writeFileSync(file, JSON.stringify(nodes.filter(({ type }) => type !== "catch")));
}

/** Raises alerts `from` … `to`, each of a device of its own, ten a batch, each acknowledged. */
async function raise(from: number, to: number, line: PretendGateway): Promise<void> {
  for (let n = from; n < to; n += 10) {
    const events = Array.from({ length: 10 }, (_, i) => {
      const ids = { alert: `alert-${n + i}` as AlertId, ticket: `ticket-${n + i}` as TicketId };
      return event("raised", Date.now(), { ...ids, device: `cover-${n + i}` as DeviceId });
    });
    await line.batch("alert", n, encodeAlerts(events));
    await line.hear<Ack>("ack", ({ alert }) => (alert?.have.at(-1)?.[1] ?? 0) >= n + 10);
  }
}

test("1,000 alerts, 1,000 tickets, none lost and none sent twice", { timeout: 120_000 }, async () => {
  const [data, home] = [tempFolder(), await buildHome(tempFolder())];
  const folder = join(data, "flows");
  mkdirSync(folder);
  plantFlow(join(folder, "flows.json"));
  const hub = await startHub(settingsFor(data, { flows: "on" }), silent, Date.now, home);
  let isClosed = false;
  onTestFinished(() => (isClosed ? undefined : hub.close()));
  const operator = await signInTo(hub, data);
  const look = async () => (await operator.ask("GET", "/api/flows")).body as FlowsView;
  const attended = (not = 0) =>
    until(
      "a flow that is asked",
      async () => {
        const seen = await look();
        return seen.state === "up" && seen.listening === 1 && seen.pid !== not ? seen : null;
      },
      40_000,
    );
  const line = await pretendGateway(hub.mqtt, gateway);
  await line.say(topics.status(gateway as never), statusOf());

  const { pid: first } = await attended();
  await raise(0, 100, line);
  process.kill(first as number, "SIGKILL");
  await raise(100, 300, line);
  const { pid: second } = await attended(first);
  // Number 400 hangs it, in the middle of these.
  await raise(300, 550, line);
  const { pid: third } = await attended(second);
  // Number 600 throws; the others go on.
  await raise(550, 700, line);
  await until("the deadline of the one that threw", async () => {
    const { body } = await operator.ask("GET", "/api/tickets/ticket-600");
    return (body as { state: string }).state === "dispatched";
  });
  writeFileSync(join(folder, "flows.json"), '[{"id": "dispatch", "type":');
  process.kill(third as number, "SIGKILL");
  await raise(700, 1000, line);
  await until("the safe start", async () => (await look()).state === "safe", 40_000);
  await until("nothing open", async () => {
    const { body } = await operator.ask("GET", "/api/tickets?state=all");
    return (body as { state: string }[]).every(({ state }) => state === "dispatched");
  });
  isClosed = true;
  await hub.close();

  const store = openStore(data, Date.now());
  onTestFinished(() => store.close());
  const ids = Array.from({ length: 1000 }, (_, n) => `ticket-${n}` as TicketId);
  const lines = await store.read(({ tickets }) =>
    Promise.all(ids.map(async (id) => (await tickets.story(id)).filter(({ move }) => move === "dispatch"))),
  );
  expect(lines.map((each) => each.length)).toEqual(Array(1000).fill(1));
  const handovers = await store.read((tables) => tables.handovers.list(2000));
  expect(handovers).toHaveLength(1000);
  expect(handovers.filter(({ state }) => state !== "decided" && state !== "fallen-back")).toEqual([]);
  const deciders = new Map(handovers.map(({ ticket, by }) => [ticket, by]));
  const by = (from: number, to: number) => new Set(ids.slice(from, to).map((id) => deciders.get(id)));
  // Flows decided while they were there, before and after each mishap; the hub decided the rest, and says why.
  for (const range of [by(0, 100), by(300, 390), by(550, 690)]) expect(range).toContain("flows");
  for (const n of [400, 600, 999]) expect(by(n, n + 1)).toEqual(new Set(["hub"]));
  expect(lines[600]?.[0]?.why?.zh).toMatch(/^流程出错（“Error: broken”），按派遣表派遣。/);
  expect(lines[999]?.[0]?.why?.zh).toMatch(/^流程没有在运行，按派遣表派遣。/);
  const tasks = await store.read((tables) => tables.tasks.list("open", 99));
  expect(tasks.filter(({ kind }) => kind === "FLOWS_BROKEN").map(({ for: who }) => who)).toContain("administrator");
});
