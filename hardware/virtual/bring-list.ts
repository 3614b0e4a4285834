/** Brings the hub's own example list of what should be connected, as a person would, once all of its neighbourhood has said something. */
import { setTimeout as pause } from "node:timers/promises";

const patienceMs = 30_000;
const lookMs = 250;

type Import = { id: string; state: string; refused?: { detail: string } };

/** Leaves a hub alone that has a list, or where nobody can sign in so any more. `devices`: as many are connected by then; what is not would be a task at once. */
export async function bringList(
  url: string,
  person: { name: string; password: string },
  devices: number,
): Promise<void> {
  const session = await send(url, "POST", "/api/session", JSON.stringify(person));
  if (session.status === 401) return;
  const cookie = session.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await send(url, "GET", path, undefined, cookie)).json() as Promise<Answer>;
  if ((await ask<{ list?: unknown }>("/api/coverage")).list !== undefined) return;
  await until("the neighbourhood has reported", async () => {
    const { connected } = await ask<{ connected: number }>("/api/district/coverage");
    return connected >= devices;
  });
  const list = await (await send(url, "GET", "/api/coverage/sample?format=csv", undefined, cookie)).arrayBuffer();
  const name = encodeURIComponent("示例清单.csv");
  const sent = await send(url, "POST", `/api/coverage/imports?name=${name}`, new Uint8Array(list), cookie);
  const path = `/api/coverage/imports/${((await sent.json()) as Import).id}`;
  await until("the list is tried", async () => (await ask<Import>(path)).state === "checked");
  await send(url, "POST", `${path}/take`, JSON.stringify({ which: "all", missing: "keep" }), cookie);
}

/** Throws for anything but an answer, and for 401 leaves it to who asked. */
async function send(url: string, method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, cookie = "") {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  const headers = { ...(cookie === "" ? {} : { cookie }), ...(body === undefined ? {} : { "content-type": type }) };
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  if (!answer.ok && answer.status !== 401)
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await isSo()); await pause(lookMs))
    if (performance.now() > end) throw new Error(`not within ${patienceMs / 1000} s: ${what}`);
}
