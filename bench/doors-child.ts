/** A platform in a process of its own, or devices that speak SenML: pushes at an even rate, and again whatever was not answered. */
import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { answer, pause } from "./place.ts";
import { percentile } from "./table.ts";

export type DoorLoad = {
  url: string;
  perSecond: number;
  seconds: number;
  devices: number;
  product: string;
  credential?: string;
};
/** `p99Later`: of what was sent two seconds after the first, when a hub that has just started is warm. */
export type DoorsTold = {
  sent: number;
  p50: number;
  p99: number;
  p99Later: number;
  retried: number;
  tookMs: number;
};

const { url, perSecond, seconds, devices, product, credential } = JSON.parse(process.argv[2] as string) as DoorLoad;
const isSecure = url.startsWith("https:");
const kept = { keepAlive: true, maxSockets: 64 };
// The hub of the bench signs its certificate itself.
const agent = isSecure ? new SecureAgent({ ...kept, rejectUnauthorized: false }) : new Agent(kept);
const ask = isSecure ? secureRequest : request;
/** So long a platform waits for an answer, and before it tries again. */
const [answerMs, retryMs] = [5000, 1000];
const coldMs = 2000;
const [acks, later]: [number[], number[]] = [[], []];
let retried = 0;

const total = perSecond * seconds;
const began = performance.now();
const all: Promise<void>[] = [];
for (let n = 0; n < total; await pause(2)) {
  const due = Math.min(total, ((performance.now() - began) * perSecond) / 1000);
  for (; n < due; n++) all.push(deliver(n));
}
await Promise.all(all);
const told: DoorsTold = {
  ...{ sent: total, retried, tookMs: performance.now() - began },
  ...{ p50: percentile(acks, 0.5), p99: percentile(acks, 0.99), p99Later: percentile(later, 0.99) },
};
answer(told);

/** No two alike: each is a message of its own. */
function messageOf(n: number): { to: string; body: string; headers: Record<string, string> } {
  if (credential === undefined) return { to: url, body: bodyOf(n), headers: { "content-type": "application/json" } };
  const pack = [{ bt: (Date.now() - n) / 1000, n: "level", u: "m", v: 0.04 + (n % 7) / 1000 }];
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/senml+json" };
  return { to: `${url}/d${n % devices}`, body: JSON.stringify(pack), headers };
}

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
async function deliver(n: number): Promise<void> {
  const message = messageOf(n);
  const first = performance.now();
  for (;;) {
    if (await push(message)) break;
    retried++;
    await pause(retryMs);
  }
  const tookMs = performance.now() - first;
  acks.push(tookMs);
  if (first - began >= coldMs) later.push(tookMs);
}

function push({ to, body, headers }: ReturnType<typeof messageOf>): Promise<boolean> {
  return new Promise((done) => {
    const about = { ...headers, "content-length": Buffer.byteLength(body) };
    const sent = ask(to, { method: "POST", agent, headers: about, timeout: answerMs }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      response.on("end", () => done(statusCode === 200 || statusCode === 204));
      response.on("error", () => done(false));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => done(false));
    sent.end(body);
  });
}
