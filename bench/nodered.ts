/** What a message costs Node-RED from mqtt-in to SQLite, and what a reading costs the hub, each with its broker's share. */
import { hubCommand, ready } from "../test/rig/commands.ts";
import { startLoad } from "./load.ts";
import { machine } from "./machine.ts";
import { feedNodeRed, installNodeRed } from "./node-red-peer.ts";
import { inPlace } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import { ratio, spread, type Table } from "./table.ts";

const runs = 3;
const sensors = 50;
const window = 20;

type Fed = { perSecond: number; cpuUs: number; rssMb: number };

export async function nodered(messages = 1000): Promise<Table> {
  await installNodeRed();
  const [alone, packed, peer]: [Fed[], Fed[], Fed[]] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    alone.push(await feedHub(1, 20_000));
    packed.push(await feedHub(100, 200_000));
    peer.push(await inPlace((place) => feedNodeRed(place, messages)));
  }
  const of = (fed: readonly Fed[], key: keyof Fed) => fed.map((one) => one[key]);
  return {
    title: `one gateway, ${window} messages in flight, each committed before the next takes its place`,
    machine: machine(),
    rows: [
      spread("hub, one reading a message", of(alone, "perSecond"), "/s"),
      spread("hub, 100 readings a message", of(packed, "perSecond"), "/s"),
      spread("peer: Node-RED mqtt-in → sqlite, one a message", of(peer, "perSecond"), "/s"),
      ratio("rate unbatched to Node-RED", of(alone, "perSecond"), of(peer, "perSecond")),
      spread("hub, CPU a reading, one a message", of(alone, "cpuUs"), "µs", { most: 30 }),
      spread("hub, CPU a reading, 100 a message", of(packed, "cpuUs"), "µs", { most: 10 }),
      spread("peer: Node-RED, CPU a message, without its broker", of(peer, "cpuUs"), "µs"),
      ratio("CPU unbatched to Node-RED", of(alone, "cpuUs"), of(peer, "cpuUs")),
      spread("hub, resident afterwards", of(packed, "rssMb"), "MB"),
      spread("peer: Node-RED, resident afterwards", of(peer, "rssMb"), "MB"),
    ],
  };
}

/** The whole hub process: its broker, its rules and its store. */
function feedHub(batch: number, readings: number): Promise<Fed> {
  return inPlace(async (place) => {
    const hub = await place.start(hubCommand(place.folder), ready.hub);
    const pid = hub.child.pid as number;
    const url = /ready \S+ (\S+)/.exec(hub.output())?.[1] as string;
    const work = { kind: "flood" as const, readings, window };
    const load = await startLoad(place, { url, gateways: 1, sensors, batch, work });
    const cpu = cpuUsOf(pid);
    const { ms } = await load.done();
    const cpuUs = (cpuUsOf(pid) - cpu) / readings;
    return { perSecond: readings / (ms / 1000), cpuUs, rssMb: memoryOf(pid).rss };
  });
}
