/** From a smoke advert on the air to the siren's pin and to the gateway's page, the hub nowhere: everything that lies between, in its own processes. */
import { spawnSync } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { startFirmataBoard } from "../hardware/virtual/firmata-board.ts";
import { serviceData, startHciController } from "../hardware/virtual/hci-controller.ts";
import { agentCommand, ready } from "../test/rig/commands.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, root, until } from "./place.ts";
import { percentile, ratio, spread, type Table } from "./table.ts";

const runs = 3;
const address = "54:48:E6:8F:80:01";
const sirenPin = 8;
const person = { name: "bench", pin: "2468" };

type Times = { siren: number[]; page: number[]; fsync: number[] };

/** `alerts` of each run. */
export async function siren(alerts = 100): Promise<Table> {
  const all: Times[] = [];
  for (let run = 0; run < runs; run++) all.push(await inPlace((place) => measure(place, alerts)));
  const of = (key: keyof Times, share: number) => all.map((times) => percentile(times[key], share));
  return {
    title: `smoke advert → siren's pin and → page, ${alerts} alerts a run, no hub`,
    machine: machine(),
    rows: [
      spread("siren, p50", of("siren", 0.5), "ms"),
      spread("siren, p99", of("siren", 0.99), "ms", { most: 10 }),
      spread("page, p50", of("page", 0.5), "ms"),
      spread("page, p99", of("page", 0.99), "ms"),
      spread("peer: one bare fdatasync of 4 KiB, p99", of("fsync", 0.99), "ms"),
      ratio("siren p50 to one fdatasync p50", of("siren", 0.5), of("fsync", 0.5)),
    ],
  };
}

async function measure(place: Place, alerts: number): Promise<Times> {
  const air = await startHciController(0);
  const board = await startFirmataBoard(0);
  const data = join(place.folder, "agent");
  const path = join(place.folder, "siren.json");
  writeFileSync(path, JSON.stringify(settings(air.port, board.port)));
  const put = ["person", "put", person.name, "--pin", person.pin, "--data", data];
  const { status } = spawnSync(process.execPath, [join(root, "agent/main.ts"), ...put]);
  if (status !== 0) throw new Error("nobody could be put on the page");
  const agent = await place.start(agentCommand(path, data), ready.agent);
  const [, url = ""] = / page (\S+)/.exec(await agent.says(/ page \S+\n/)) ?? [];
  const signedIn = await fetch(`${url}/api/session`, { method: "POST", body: JSON.stringify(person) });
  const headers = { cookie: (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  await until(() => board.output(sirenPin) === false, "the siren's pin is driven");

  const seen = watchPage(url);
  const times: Times = { siren: [], page: [], fsync: [] };
  const scratch = openSync(join(place.folder, "scratch"), "w");
  for (let count = 0; count < alerts; count++) {
    const begun = performance.now();
    advertise(air, count * 2, true);
    while (board.output(sirenPin) !== true) await new Promise(setImmediate);
    times.siren.push(performance.now() - begun);
    const { alert, at } = await seen.next();
    times.page.push(at - begun);
    await fetch(`${url}/api/acknowledge/${alert}`, { method: "POST", body: "{}", headers });
    advertise(air, count * 2 + 1, false);
    await until(() => seen.isQuiet() && board.output(sirenPin) === false, "the alert is over");
    const synced = performance.now();
    writeSync(scratch, Buffer.alloc(4096), 0, 4096, 0);
    fdatasyncSync(scratch);
    times.fsync.push(performance.now() - synced);
  }
  closeSync(scratch);
  seen.close();
  await air.close();
  await board.close();
  return times;
}

type Air = Awaited<ReturnType<typeof startHciController>>;

function advertise(air: Air, counter: number, isSmoke: boolean): void {
  air.advertise(address, serviceData("fcd2", Uint8Array.of(0x40, 0x00, counter & 0xff, 0x29, Number(isSmoke))));
}

/** The page's stream of events: when each alert was first told. */
function watchPage(url: string) {
  const stop = new AbortController();
  const told: { alert: string; at: number }[] = [];
  const known = new Set<string>();
  let isQuiet = true;
  void listen().catch(() => undefined);

  async function listen(): Promise<void> {
    const { body } = await fetch(`${url}/api/events`, { signal: stop.signal });
    let text = "";
    for await (const part of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      text += part;
      const lines = text.split("\n\n");
      text = lines.pop() ?? "";
      for (const line of lines) hear(JSON.parse(line.slice(line.indexOf("data: ") + 6)));
    }
  }

  function hear(view: { alerts: { alert: string }[] }): void {
    isQuiet = view.alerts.length === 0;
    for (const { alert } of view.alerts)
      if (!known.has(alert)) {
        known.add(alert);
        told.push({ alert, at: performance.now() });
      }
  }

  return {
    async next() {
      await until(() => told.length > 0, "the page is told");
      return told.shift() as { alert: string; at: number };
    },
    isQuiet: () => isQuiet,
    close: () => stop.abort(),
  };
}

function settings(controller: number, port: number) {
  return {
    gateway: { id: "gw-bench", title: "bench", place: "bench" },
    hub: { url: "mqtt://127.0.0.1:1" },
    links: [
      { id: "air", kind: "ble", controller: `tcp:127.0.0.1:${controller}` },
      { id: "board", kind: "firmata", host: "127.0.0.1", port },
    ],
    devices: [
      {
        id: "smoke-1",
        model: "bthome-smoke",
        link: "air",
        title: { zh: "烟感", en: "Smoke" },
        place: "bench",
        settings: { address },
        rules: [
          {
            id: "smoke",
            point: "smoke",
            when: { equals: true },
            severity: 1,
            latch: true,
            title: { zh: "烟雾", en: "Smoke" },
          },
        ],
      },
    ],
    outputs: [{ id: "siren", kind: "siren", link: "board", pin: `D${sirenPin}` }],
    page: { address: "127.0.0.1", port: 0 },
  };
}
