/** The lists and the search of a hub that has a street's year: ten thousand devices, a hundred thousand cases, over HTTP. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cookieName } from "../hub/http/guard.ts";
import { fill } from "../hub/seed/fill.ts";
import { openStore } from "../hub/store/open.ts";
import { hubCommand, ready } from "../test/rig/commands.ts";
import { machine } from "./machine.ts";
import { inPlace } from "./place.ts";
import { percentile, type Row, type Table } from "./table.ts";

const devices = 10_000;
const tickets = 100_000;
const token = "a-session-of-the-bench";
const mostMs = { list: 200, search: 300 };

const words = encodeURIComponent;
/** What each page of the console asks, and filters that narrow much, little and not at all. */
const asked: readonly [figure: string, kind: keyof typeof mostMs, path: string][] = [
  ["tickets, open", "list", "/api/tickets"],
  ["tickets, all", "list", "/api/tickets?state=all"],
  ["tickets, gravest first", "list", "/api/tickets?state=all&sort=severity"],
  ["tickets, least time first", "list", "/api/tickets?sort=due"],
  ["tickets, archived, of a street", "list", "/api/tickets?state=archived&area=yinxing-street"],
  ["tickets, of a compound", "list", "/api/tickets?state=all&area=sample-3-2"],
  ["tickets, of a class and severity", "list", "/api/tickets?state=all&class=local:fire&severity=1"],
  ["tickets, of a unit, last changed first", "list", "/api/tickets?state=all&unit=sample-7&sort=changed"],
  ["tickets, of a gateway", "list", "/api/tickets?state=all&gateway=gw-017"],
  ["alerts, open", "list", "/api/alerts"],
  ["alerts, all", "list", "/api/alerts?state=all"],
  ["alerts, all, gravest first", "list", "/api/alerts?state=all&sort=severity"],
  ["alerts, of a street and class", "list", "/api/alerts?state=all&area=yinxing-street&class=local:leak"],
  ["alerts, of a device", "list", "/api/alerts?state=all&gateway=gw-017&device=smoke-03"],
  ["faults", "list", "/api/faults"],
  ["tasks, all", "list", "/api/tasks?state=all"],
  ["what was told", "list", "/api/notify/log"],
  ["commands of a gateway", "list", "/api/gateways/gw-017/commands"],
  ["gateways", "list", "/api/gateways"],
  ["devices of a gateway", "list", "/api/devices?gateway=gw-017"],
  ["search tickets: two characters", "search", `/api/tickets?state=all&q=${words("水位")}`],
  ["search tickets: a place", "search", `/api/tickets?state=all&q=${words("玉兰公寓")}`],
  ["search tickets: three words", "search", `/api/tickets?state=all&q=${words("玉兰 烟雾 11层")}`],
  ["search tickets: nothing is found", "search", `/api/tickets?state=all&q=${words("没有这样的地方")}`],
  ["search alerts: two characters", "search", `/api/alerts?state=all&q=${words("井盖")}`],
  ["search alerts: part of an id", "search", "/api/alerts?state=all&q=gw-017"],
];

/** `times` each is asked. */
export async function lists(times = 40): Promise<Table> {
  return inPlace(async (place) => {
    const data = join(place.folder, "hub");
    await makeStore(data);
    const hub = await place.start(hubCommand(data), ready.hub, 60_000);
    const url = /ready (\S+)/.exec(await hub.says(ready.hub))?.[1] ?? "";
    const rows: Row[] = [await measure("peer: a bare /api/health", url, "/api/health", times)];
    for (const [figure, kind, path] of asked) rows.push(await measure(figure, url, path, times, mostMs[kind]));
    rows.push(await measureDepth(url, times));
    rows.push(
      await measure(
        "tickets, 1000 a page, which no page of the console shows",
        url,
        "/api/tickets?state=all&limit=1000",
        times,
      ),
    );
    return {
      title: `${devices} devices, ${tickets} cases; p95 of ${times} answers each, p50 in the name`,
      machine: machine(),
      rows,
    };
  });
}

async function makeStore(data: string): Promise<void> {
  const now = Date.now();
  const store = openStore(data, now);
  await fill(store, { devices, tickets, seed: 1, now }, () => {});
  await store.transaction(async ({ accounts, sessions }) => {
    await accounts.put({ name: "bench", role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await sessions.put({ tokenHash, account: "bench", expiresAt: now + 3 * 3_600_000 });
  });
  await store.close();
}

async function measure(figure: string, url: string, path: string, times: number, most?: number): Promise<Row> {
  const spent: number[] = [];
  await ask(url + path);
  for (let n = 0; n < times; n++) {
    const begun = performance.now();
    await ask(url + path);
    spent.push(performance.now() - begun);
  }
  return row(figure, spent, most);
}

/** Page after page to the end of a list; the last has to be as quick as the first. */
async function measureDepth(url: string, times: number): Promise<Row> {
  let path = "/api/tickets?state=all&limit=1000";
  for (;;) {
    const { headers } = await ask(url + path);
    const next = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    if (next === undefined)
      return measure("tickets, the last page", url, path.replace("limit=1000", "limit=100"), times, mostMs.list);
    path = next;
  }
}

async function ask(address: string): Promise<Response> {
  const answer = await fetch(address, { headers: { cookie: `${cookieName}=${token}` } });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}: ${text.slice(0, 200)}`);
  return answer;
}

function row(figure: string, spent: readonly number[], most?: number): Row {
  const value = percentile(spent, 0.95);
  const name = `${figure} (${percentile(spent, 0.5).toFixed(1)})`;
  const plain = { figure: name, value, unit: "ms" };
  return most === undefined ? plain : { ...plain, target: `≤ ${most} ms`, met: value <= most };
}
