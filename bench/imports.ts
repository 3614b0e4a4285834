/** Lists of devices and of components, as XLSX and CSV, tried and taken by a hub that has alerts to answer meanwhile. */
import { readFileSync } from "node:fs";
import writeExcelFile from "write-excel-file/node";
import { decodeAck } from "../core/ack.ts";
import { encodeAlerts } from "../core/alert-batch.ts";
import type { AlertId, Epoch, GatewayId, TicketId } from "../core/id.ts";
import { gatewaySubscriptions, parseTopic, topics } from "../core/topics.ts";
import type { ImportView } from "../hub/http/registry-views.ts";
import { openStore } from "../hub/store/open.ts";
import { event, registrationOf } from "../test/kit/samples.ts";
import { hubCommand, ready } from "../test/rig/commands.ts";
import { type Api, signIn } from "../test/rig/operator.ts";
import { machine } from "./machine.ts";
import { connectClient } from "./mqtt-client.ts";
import { inPlace, type Place, pause, until } from "./place.ts";
import { residentOf } from "./process-facts.ts";
import { percentile, type Row, type Table } from "./table.ts";

/** An alert event so often. */
const everyMs = 100;
const gateways = 40;
const quietMs = 8000;
const withinMs = 300_000;
/** An alert is acknowledged so soon while a list is tried or taken. */
const ackMs = 250;

/** `rows` of each list. */
export async function imports(rows = 50_000): Promise<Table> {
  return inPlace(async (place) => {
    const data = `${place.folder}/hub`;
    await meetGateways(data);
    const profile = process.env.LILONG_PROFILE === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir=prof"];
    const { program, args } = hubCommand(data);
    const hub = await place.start({ program, args: [...profile, ...args] }, ready.hub);
    const [, url = "", mqtt = ""] = /ready (\S+) (\S+)/.exec(hub.output()) ?? [];
    const seen = await startAlerts(place, mqtt);
    const watch = watchHub(url, hub.child.pid as number, seen);
    place.atEnd(watch.end);
    const api = await signIn(url, data);
    const cookie = await cookieOf(url, data);
    await pause(quietMs);
    const table = [...watch.rows("quiet")];
    for (const [kind, lines] of [
      ["components", componentLines(rows)],
      ["devices", deviceLines(rows)],
    ] as const)
      for (const format of ["xlsx", "csv"] as const) {
        // The second time only half of it is as it was.
        const changed =
          format === "xlsx" ? lines : lines.map((line, i) => (i % 2 === 0 ? line : [...line.slice(0, -1), "改"]));
        const path = kind === "components" ? "/api/coverage/imports" : "/api/registry/imports";
        const bytes = format === "csv" ? csvOf(changed) : await xlsxOf(changed);
        table.push(...(await measure({ api, url, cookie, watch, name: `${kind}, ${format}`, path, bytes })));
      }
    await watch.end();
    await hub.kill("SIGTERM");
    return { title: `${rows} rows, tried and taken beside the alerts of a site`, machine: machine(), rows: table };
  });
}

type Wish = {
  api: Api;
  url: string;
  cookie: string;
  watch: ReturnType<typeof watchHub>;
  name: string;
  path: string;
  bytes: Buffer;
};

async function measure({ api, url, cookie, watch, name, path, bytes }: Wish): Promise<Row[]> {
  const headers = { "content-type": "application/octet-stream", cookie };
  const body = new Uint8Array(bytes);
  watch.begin();
  const began = performance.now();
  const sent = (await (await fetch(`${url}${path}?name=list`, { method: "POST", headers, body })).json()) as ImportView;
  const trial = await rested(api, `${path}/${sent.id}`);
  const tried = performance.now();
  const rows = [
    { figure: `${name}: trial`, value: (tried - began) / 1000, unit: "s" },
    ...watch.rows(`${name}: trial`, ackMs),
  ];
  if (trial.state !== "checked" || trial.counts.wrong > 0) throw new Error(`${name}: ${JSON.stringify(trial)}`);
  watch.begin();
  const wish = path.includes("coverage") ? { which: "all", missing: "keep" } : { which: "all" };
  await api.post(`${path}/${sent.id}/take`, wish);
  const done = await rested(api, `${path}/${sent.id}`);
  if (done.state !== "done") throw new Error(`${name}: ${JSON.stringify(done)}`);
  rows.push({ figure: `${name}: take`, value: (performance.now() - tried) / 1000, unit: "s" });
  rows.push(...watch.rows(`${name}: take`, ackMs));
  watch.begin();
  await pause(quietMs);
  return [...rows, ...watch.rows(`${name}: after it`)];
}

async function rested(api: Api, path: string): Promise<ImportView> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(250)) {
    const view = await api.get<ImportView>(path);
    if (!["waiting", "reading", "taking"].includes(view.state)) return view;
  }
  throw new Error(`${path} did not come to rest`);
}

/** When each alert left its gateway, and when the hub said that it has it. */
type Seen = { sent: number[]; acked: number[] };

/** A gateway that is only its messages raises an alert and clears it again, all the time. */
async function startAlerts(place: Place, url: string): Promise<Seen> {
  const seen: Seen = { sent: [], acked: [] };
  const id = "gw-alerts" as GatewayId;
  const epochs = { data: "data" as Epoch, alert: "alert" as Epoch };
  const client = await connectClient(url, { clientId: id, username: id, password: "a key", keepalive: 60 });
  let greeted = false;
  client.on("message", (topic, body) => {
    if (parseTopic(topic)?.kind !== "ack") return;
    const { alert } = decodeAck(body);
    greeted = greeted || alert !== undefined;
    const [, have = 0] = alert?.have[0] ?? [];
    while (seen.acked.length < have) seen.acked.push(performance.now());
  });
  await client.subscribeAsync(gatewaySubscriptions(id), { qos: 1 });
  const status = { state: "online", boot: "b", session: 1, version: "bench", clock: "synced", epochs };
  const told = JSON.stringify({ ...status, backlog: { data: 0, alert: 0 } });
  await client.publishAsync(topics.status(id), told, { qos: 1, retain: true });
  await client.publishAsync(topics.devices(id), JSON.stringify(registrationOf(id)), { qos: 1, retain: true });
  await until(() => greeted, "the hub's greeting");
  const timer = setInterval(() => {
    const n = seen.sent.push(performance.now()) - 1;
    const ids = { alert: `alert-${n >> 1}` as AlertId, ticket: `ticket-${n >> 1}` as TicketId };
    const body = encodeAlerts([event(n % 2 === 0 ? "raised" : "cleared", Date.now(), ids)]);
    client.publish(topics.batch(id, "alert", epochs.alert, n), Buffer.from(body), { qos: 1 });
  }, everyMs);
  place.atEnd(() => {
    clearInterval(timer);
    client.end(true);
  });
  return seen;
}

function watchHub(url: string, pid: number, seen: Seen) {
  let from = performance.now();
  let waited = waitedOf(pid);
  let health: number[] = [];
  let most = 0;
  let isOver = false;
  const probing = (async () => {
    while (!isOver) {
      const asked = performance.now();
      await (await fetch(`${url}/api/health`)).text();
      health.push(performance.now() - asked);
      most = Math.max(most, residentOf(pid));
      await pause(50);
    }
  })();
  return {
    begin() {
      [from, health, most, waited] = [performance.now(), [], 0, waitedOf(pid)];
    },
    rows(name: string, p99Ms?: number): Row[] {
      const alerts = seen.acked.flatMap((at, i) =>
        (seen.sent[i] as number) >= from ? [at - (seen.sent[i] as number)] : [],
      );
      const waits = seen.sent.slice(seen.acked.length).map((at) => performance.now() - at);
      const alertRow = (share: number) => {
        const value = percentile([...alerts, ...waits], share);
        const row = { figure: `${name}: alert p${share * 100} of ${alerts.length}`, value, unit: "ms" };
        return p99Ms === undefined || share !== 0.99 ? row : { ...row, target: `≤ ${p99Ms} ms`, met: value <= p99Ms };
      };
      const share = (100 * (waitedOf(pid) - waited)) / (performance.now() - from);
      return [
        ...[0.5, 0.99, 1].map(alertRow),
        { figure: `${name}: hub could run and had no core`, value: share, unit: "% of time" },
        ...([0.5, 0.99, 1] as const).map((share) => ({
          figure: `${name}: /api/health p${share * 100}`,
          value: percentile(health, share),
          unit: "ms",
        })),
        { figure: `${name}: memory of the hub`, value: most, unit: "MB" },
      ];
    },
    async end() {
      isOver = true;
      await probing.catch(() => undefined);
    },
  };
}

/** [proc(5), schedstat] Ms for which its main thread could have run and others had the cores: no fault of its own. */
function waitedOf(pid: number): number {
  const [, waitedNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
  return Number(waitedNs) / 1e6;
}

async function cookieOf(url: string, data: string): Promise<string> {
  const password = readFileSync(`${data}/operator-password`, "utf8").trim();
  const body = JSON.stringify({ name: "operator", password });
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
}

async function meetGateways(data: string): Promise<void> {
  const store = openStore(data, Date.now());
  await store.transaction(async (tables) => {
    for (let n = 1; n <= gateways; n++) await tables.gateways.meet(`gw-${n}` as GatewayId, 1);
  });
  await store.close();
}

const csvOf = (lines: readonly (readonly string[])[]) =>
  Buffer.from(lines.map((cells) => cells.join(",")).join("\r\n"));

function xlsxOf(lines: readonly (readonly string[])[]): Promise<Buffer> {
  const data = lines.map((cells) => cells.map((value) => ({ value, type: String })));
  return writeExcelFile([{ data, sheet: "list" }]).toBuffer();
}

const lonOf = (i: number) => (121.51 + (i % 250) * 0.0004).toFixed(6);
const latOf = (i: number) => (31.22 + Math.floor(i / 250) * 0.0004).toFixed(6);

function componentLines(rows: number): string[][] {
  const head = "部件编码,部件类别,名称,片区,位置,楼栋,坐标系,经度/X,纬度/Y,权属单位,维护单位,备注".split(",");
  const lines = Array.from({ length: rows }, (_, i) => {
    const building = `${(i % 60) + 1}号楼`;
    const what = [`3101150103${String(i).padStart(6, "0")}`, "CJ/T 214:0103", "雨水井盖", "东昌居委"];
    return [
      ...what,
      `东昌居委 ${building} ${i} 号井`,
      building,
      "GCJ-02",
      lonOf(i),
      latOf(i),
      "市排水公司",
      "市政养护公司",
      "",
    ];
  });
  return [head, ...lines];
}

function deviceLines(rows: number): string[][] {
  const head = "网关编号,设备编号,名称,位置,片区,部件类别,经度,纬度,楼栋,楼层,安装日期,备注".split(",");
  const lines = Array.from({ length: rows }, (_, i) => {
    const building = `${(i % 60) + 1}号楼`;
    const what = [`gw-${(i % gateways) + 1}`, `new-${i}`, `水位 ${i}`, `东昌居委 ${building} ${i} 号井`, "东昌居委"];
    return [...what, "CJ/T 214:0103", lonOf(i), latOf(i), building, "B1", "2026-03-08", `第 ${i} 号`];
  });
  return [head, ...lines];
}
