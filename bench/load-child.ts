/** Pretend gateways in a process of their own, so that their CPU time is not the hub's: says `began`, then answers. */
import type { GatewayId } from "../core/id.ts";
import type { Load } from "./load.ts";
import { answer, pause } from "./place.ts";
import { type PretendGateway, pretendGateway, pretendReading } from "./pretend-gateway.ts";
import { percentile } from "./table.ts";

const { url, gateways, sensors, batch, work } = JSON.parse(process.argv[2] as string) as Load;
/** Connections that are being made at once. */
const atOnce = 20;
const statusEveryMs = 60_000;
const ackMs: number[] = [];
let sent = 0;

const fleet: PretendGateway[] = [];
const names = Array.from({ length: gateways }, (_, i) => `gw-pretend-${i}` as GatewayId);
async function connectSome(): Promise<void> {
  for (let name = names.shift(); name !== undefined; name = names.shift())
    fleet.push(await pretendGateway(url, name, sensors));
}
await Promise.all(Array.from({ length: atOnce }, connectSome));
await pause(500);
process.stdout.write("began\n");
const beganAt = performance.now();
if (work.kind === "flood") await flood(work.readings, work.window);
else await keepUp(work.readings, work.periodMs, work.forMs);
const took = performance.now() - beganAt;
answer({ readings: sent, ms: took, ackP50: percentile(ackMs, 0.5), ackP99: percentile(ackMs, 0.99) });

/** As fast as the hub acknowledges, `window` batches in flight. */
async function flood(readings: number, window: number): Promise<void> {
  const start = Date.now() - readings;
  const lane = async () => {
    while (sent < readings) await send(fleet[sent % fleet.length] as PretendGateway, (n) => start + n);
  };
  await Promise.all(Array.from({ length: window }, lane));
}

/** Each gateway sends `readings` a period, in messages of `batch`, all of them spread evenly; a status a minute. */
async function keepUp(readings: number, periodMs: number, forMs: number): Promise<void> {
  const slots = gateways * Math.ceil(readings / batch);
  const all: Promise<void>[] = [];
  for (let slot = 0, told = 0; performance.now() - beganAt < forMs; await pause(5)) {
    const passed = performance.now() - beganAt;
    for (; slot < (passed / periodMs) * slots; slot++)
      all.push(send(fleet[slot % gateways] as PretendGateway, Date.now));
    for (; told < (passed / statusEveryMs) * gateways; told++) fleet[told % gateways]?.tellStatus();
  }
  await Promise.all(all);
}

async function send(gateway: PretendGateway, timeOf: (n: number) => number): Promise<void> {
  const first = sent;
  sent += batch;
  const began = performance.now();
  await gateway.send(Array.from({ length: batch }, (_, i) => pretendReading(first + i, sensors, timeOf(first + i))));
  ackMs.push(performance.now() - began);
}
