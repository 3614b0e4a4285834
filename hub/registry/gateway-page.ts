/** A page of gateways: few enough to be looked through, each with its facts. */
import type { GatewayView } from "../http/views.ts";
import type { Mark, Page } from "../store/page.ts";
import type { Tables } from "../store/store.ts";
import { gatewayViews } from "./views.ts";

export type GatewayFilter = {
  text?: string | undefined;
  areas?: readonly string[] | undefined;
  life?: string | undefined;
  state?: string | undefined;
  owner?: string | undefined;
  maintainer?: string | undefined;
  quarantine?: boolean | undefined;
};

/** In the order of their ids, after the one that `after` names. */
export async function gatewayPage(
  tables: Tables,
  filter: GatewayFilter,
  limit: number,
  after?: Mark,
): Promise<Page<GatewayView>> {
  const found = (await gatewayViews(tables)).filter((view) => isAsked(view, filter));
  const rest = after === undefined ? found : found.filter(({ id }) => id > String(after[0]));
  const rows = rest.slice(0, limit);
  const last = rest.length > limit ? rows.at(-1) : undefined;
  return { rows, total: found.length, next: last === undefined ? null : [last.id] };
}

function isAsked(view: GatewayView, filter: GatewayFilter): boolean {
  const { text, areas, ...same } = filter;
  const said = `${view.title} ${view.place} ${view.id} ${view.areaName ?? ""}`.toLowerCase();
  const words = (text ?? "").toLowerCase().split(/\s+/);
  const isIn = areas === undefined || areas.includes(view.area ?? "");
  const isSame = Object.entries(same).every(
    ([name, value]) => value === undefined || view[name as keyof GatewayView] === value,
  );
  return words.every((word) => said.includes(word)) && isIn && isSame;
}
