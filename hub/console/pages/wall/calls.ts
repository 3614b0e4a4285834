/** What a wall screen asks: by its link, or as whoever is signed in. */
import type { OverviewView, WallView } from "../../../http/overview-views.ts";
import { request } from "../../api.ts";
import { ApiError } from "../../api-error.ts";
import { readOverview } from "../overview/calls.ts";

/** `wall`: it is the link that may look. */
export type Look = { wall: boolean; overview: OverviewView };

export async function readWall(): Promise<Look> {
  try {
    return { wall: true, overview: await request<OverviewView>("GET", "/wall") };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    return { wall: false, overview: await readOverview() };
  }
}

export const openWall = (secret: string) => request<WallView>("POST", "/wall/session", { secret });
export const listWalls = () => request<WallView[]>("GET", "/walls");
export const makeWall = (name: string) => request<{ wall: WallView; secret: string }>("POST", "/walls", { name });
export const endWall = (id: string) => request<object>("DELETE", `/walls/${encodeURIComponent(id)}`);
