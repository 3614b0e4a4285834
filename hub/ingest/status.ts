/** A gateway's status: presence, journals, and the hub's answer with what it has of them. */
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";
import { lanes } from "../../core/lane.ts";
import { topics } from "../../core/topics.ts";
import { cloneFault, hearBoot } from "../registry/clone.ts";
import type { GatewayRow } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";
import { pairs } from "./batch.ts";
import { type Told, tellAck, tellRate } from "./work.ts";

/** A gateway with more readings waiting than this shares the hub's rate for backlogs. */
const drainingFrom = 1000;

/** Ignores a late will or an older status; else keeps it and answers, also with its share of `backlogRate`. */
export async function takeStatus(
  tables: Tables,
  gateway: GatewayId,
  status: GatewayStatus,
  told: Told,
  now: number,
  backlogRate: number,
): Promise<void> {
  const row = (await tables.gateways.find(gateway)) as GatewayRow;
  const news = await isNews(tables, gateway, row.status, status);
  if (status.state === "online") await noteBoot(tables, row, status, !news, told, now);
  if (!news) return;
  const since = row.state === status.state ? row.since : now;
  await tables.gateways.putStatus(gateway, status, { state: status.state, since });
  told.changes.gateways.add(gateway);
  if (status.state === "offline") return;
  await tellHave(tables, gateway, status, told);
  tellRate(
    told,
    gateway,
    Math.max(1, Math.floor(backlogRate / Math.max(1, await tables.gateways.countDraining(drainingFrom)))),
  );
  if (row.status?.session !== status.session) await tellCommands(tables, gateway, told, now);
}

/** A clone is written down as a fault each time it speaks, which counts up one row an hour. */
async function noteBoot(
  tables: Tables,
  { id, boots }: GatewayRow,
  status: GatewayStatus,
  isBehind: boolean,
  told: Told,
  now: number,
): Promise<void> {
  const heard = hearBoot(boots, status, isBehind);
  if (heard !== boots) await tables.gateways.putBoots(id, heard);
  if (heard.clash === null) return;
  const { code, detail } = cloneFault(id, heard.clash);
  told.changes.faults.add(await tables.faults.add({ gateway: id, code, subject: "", detail }, now));
}

/**
 * Sessions count within one installation of a gateway. A will never beats a newer session, nor speaks for another
 * journal; an online status with a journal never seen is a gateway that was installed anew and counts from 1 again.
 */
async function isNews(
  tables: Tables,
  gateway: GatewayId,
  known: GatewayStatus | null,
  status: GatewayStatus,
): Promise<boolean> {
  if (known === null) return true;
  const sameJournals = lanes.every((lane) => known.epochs[lane] === status.epochs[lane]);
  if (status.state === "offline") return sameJournals && status.session >= known.session;
  if (status.session >= known.session) return true;
  return (await tables.ranges.find({ gateway, lane: "data", epoch: status.epochs.data })) === null;
}

/** What the hub has of both journals; one that is announced for the first time is written down as empty. */
export async function tellHave(tables: Tables, gateway: GatewayId, status: GatewayStatus, told: Told): Promise<void> {
  for (const lane of lanes) {
    const epoch = status.epochs[lane];
    const have = await tables.ranges.find({ gateway, lane, epoch });
    if (have === null) await tables.ranges.put({ gateway, lane, epoch }, []);
    tellAck(told, gateway, lane, { epoch, have: pairs(have ?? []) });
  }
}

/** Commands that were given while it was away; it runs each once, whatever is sent again. */
async function tellCommands(tables: Tables, gateway: GatewayId, told: Told, now: number): Promise<void> {
  for (const { id, verb, args, deadline } of await tables.commands.waiting(gateway, now))
    told.messages.push({
      topic: topics.do(gateway, id),
      body: JSON.stringify({ verb, args, deadline }),
      retain: false,
    });
}
