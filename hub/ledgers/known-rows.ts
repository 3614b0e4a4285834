/** Rows that the hub knows by itself: gateways as network links, devices as equipment, drills. Read only, with where they come from. */
import type { Bilingual } from "../../core/point.ts";
import { deviceFinder } from "../alerts/view.ts";
import type { LedgerSource } from "../rulebook/ledger-books.ts";
import type { LedgerFields } from "../store/ledger-entries.ts";
import type { Mark } from "../store/page.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { ticketView } from "../tickets/view.ts";

/** `about`: the thing it is about, for a link. */
export type KnownRow = { id: string; at: number; fields: LedgerFields; source: Bilingual; about: About };
export type About = { gateway?: string; device?: string; ticket?: string };

const zoneMs = 8 * 3_600_000;
const drillsAtOnce = 1000;

const presence = { online: "在线", offline: "离线", unknown: "未知" } as const;

export const knownRows: Record<LedgerSource, (tables: Tables) => Promise<KnownRow[]>> = {
  gateways: async ({ gateways, registry }) => {
    const entries = new Map((await registry.listGateways()).map(({ gateway, facts }) => [gateway, facts]));
    return (await gateways.list()).map(({ id, title, place, state, since, lastSeen }) => {
      const facts = entries.get(id);
      const name = `${facts?.name ?? (title || id)} 的上行`;
      return {
        ...{ id: `gateway/${id}`, at: lastSeen ?? since, about: { gateway: id } },
        fields: { name, place: facts?.place ?? place, state: presence[state], since: dayText(since) },
        source: { zh: "网关的连接", en: "the gateway's connection" },
      };
    });
  },
  devices: async ({ devices }) =>
    (await devices.list()).map(({ gateway, id, document, health }) => ({
      ...{ id: `device/${gateway}/${id}`, at: health?.at ?? 0, about: { gateway, device: id } },
      fields: {
        ...{ name: document?.title.zh ?? id, model: document?.model ?? "", serial: id, place: document?.place ?? "" },
        state: health === null ? "未知" : health.code === "" ? "正常" : `故障 ${health.code}`,
        ...(health === null ? {} : { since: dayText(health.since) }),
      },
      source: { zh: "设备登记", en: "the registry of devices" },
    })),
  drills: async (tables) => {
    const find = deviceFinder(tables);
    const views = await Promise.all((await drillsOf(tables)).map((ticket) => ticketView(tables, ticket, find)));
    return views.map((view) => ({
      ...{ id: `ticket/${view.id}`, at: view.changedAt, about: { ticket: view.id } },
      fields: {
        ...{ name: view.title.zh, kind: "报警演练", date: dayText(view.openedAt), place: view.place },
        result: view.state === "closed" || view.state === "archived" ? "已完成" : "进行中",
      },
      source: { zh: "演练工单", en: "the drill's ticket" },
    }));
  },
};

async function drillsOf({ tickets }: Tables): Promise<Ticket[]> {
  const drills: Ticket[] = [];
  for (let after: Mark | null | undefined; after !== null; ) {
    const page = await tickets.page({ drill: true, limit: drillsAtOnce, sort: "newest", after });
    drills.push(...page.rows);
    after = page.next;
  }
  return drills;
}

function dayText(at: number): string {
  return new Date(at + zoneMs).toISOString().slice(0, 10);
}
