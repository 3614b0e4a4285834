/** A platform in a process of its own: pushes at an even rate and, as platforms do, again whatever was not answered with 200. */
import { Agent, request } from "node:http";
import { answer, pause } from "./place.ts";
import { percentile } from "./table.ts";

export type DoorLoad = { url: string; perSecond: number; seconds: number; devices: number; product: string };
export type DoorsTold = { sent: number; p50: number; p99: number; retried: number; tookMs: number };

const { url, perSecond, seconds, devices, product } = JSON.parse(process.argv[2] as string) as DoorLoad;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** So long a platform waits for an answer, and before it tries again. */
const [answerMs, retryMs] = [5000, 1000];
const acks: number[] = [];
let retried = 0;

const total = perSecond * seconds;
const began = performance.now();
const all: Promise<void>[] = [];
for (let n = 0; n < total; await pause(2)) {
  const due = Math.min(total, ((performance.now() - began) * perSecond) / 1000);
  for (; n < due; n++) all.push(deliver(bodyOf(n)));
}
await Promise.all(all);
const told: DoorsTold = {
  ...{ sent: total, retried, tookMs: performance.now() - began },
  ...{ p50: percentile(acks, 0.5), p99: percentile(acks, 0.99) },
};
answer(told);

/** No two alike: each is a message of its own. */
function bodyOf(n: number): string {
  const timestamp = Date.now() - (n % 1000);
  const about = {
    messageType: "dataReport",
    deviceId: `d${n % devices}`,
    productId: product,
    upPacketSN: n,
    timestamp,
  };
  return JSON.stringify({ ...about, protocol: "lwm2m", payload: { liquid_level: 40 + (n % 7) } });
}

/** From the first try to the answer. */
async function deliver(body: string): Promise<void> {
  const first = performance.now();
  for (;;) {
    if (await push(body)) break;
    retried++;
    await pause(retryMs);
  }
  acks.push(performance.now() - first);
}

function push(body: string): Promise<boolean> {
  return new Promise((done) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method: "POST", agent, headers, timeout: answerMs }, (response) => {
      response.resume();
      response.on("end", () => done(response.statusCode === 200));
      response.on("error", () => done(false));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => done(false));
    sent.end(body);
  });
}
