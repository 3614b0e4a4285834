/** Tickets of what is under repair, or retired, are not sent by themselves; those of life safety always are. */

import { isInAlarm } from "../../core/alert-state.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Alert } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import { handOver } from "../flows/hand-over.ts";
import type { Entry, Thing } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";
import { isLifeSafety, meaning } from "./life.ts";

/** The gateway as a device of its own. */
const selfId = "gateway" as DeviceId;

/** Null: its ticket is sent. Else why it is not. */
export async function heldBecause(tables: Tables, alert: Alert): Promise<Bilingual | null> {
  const { gateway, device, severity } = alert;
  const row = await tables.devices.find(gateway, device);
  const entry = device === selfId ? await tables.registry.find({ gateway, device: null }) : (row?.entry ?? null);
  if (entry === null || meaning[entry.life].dispatched) return null;
  return isLifeSafety({ severity, measures: row?.document?.measures }) ? null : wordsFor(entry);
}

function wordsFor({ life, lifeReason, lifeUntil }: Entry): Bilingual {
  if (life === "retired")
    return {
      zh: "设备已退役，不派单；要派请人工派。",
      en: "The device is retired: nobody is sent. Dispatch it by hand if somebody should be.",
    };
  const why = lifeReason === null ? "" : `（${lifeReason}）`;
  const until = lifeUntil === null ? "" : `，到 ${shanghai(lifeUntil)}`;
  return {
    zh: `设备检修中${why}${until}，先不派单；检修结束还在报警就派。`,
    en: `The device is under maintenance${lifeReason === null ? "" : ` (${lifeReason})`}: nobody is sent until it ends and the alarm still stands.`,
  };
}

function shanghai(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

/** The maintenance is over: what still stands is sent now. */
export async function dispatchHeld(tables: Tables, thing: Thing, changes: Changes, now: number): Promise<void> {
  const device = thing.device ?? selfId;
  for (const alert of await tables.alerts.listOpenOf(thing.gateway)) {
    if (alert.device !== device || alert.drill || !isInAlarm(alert)) continue;
    const ticket = await tables.tickets.find(alert.ticket);
    if (ticket?.state === "reported") await handOver(tables, ticket.id, changes, now);
  }
}
