/** What people call a case: where it is and what it is about first, its number last. */
import type { Bilingual } from "../../core/point.ts";
import { deviceFinder } from "../alerts/view.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "./ticket.ts";
import { aboutOf } from "./view.ts";

/** `东昌小区 3号楼 502 发现烟雾（工单 01K…）` */
export async function calledTicket(tables: Tables, ticket: Ticket): Promise<Bilingual> {
  const { place, title } = await aboutOf(tables, ticket, deviceFinder(tables));
  const [zh, en] = [`${place} ${title.zh}`.trim(), `${place} ${title.en}`.trim()];
  return {
    zh: zh === "" ? `工单 ${ticket.id}` : `${zh}（工单 ${ticket.id}）`,
    en: en === "" ? `Ticket ${ticket.id}` : `${en} (ticket ${ticket.id})`,
  };
}
