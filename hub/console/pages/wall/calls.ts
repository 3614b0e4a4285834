/** What a wall screen asks: by its link, or as whoever is signed in. */
import type { OverviewView } from "../../../http/overview-views.ts";
import { ApiError } from "../../client/api-error.ts";
import { client } from "../../client/client.ts";
import { readOverview } from "../overview/calls.ts";

/** `wall`: it is the link that may look. */
export type Look = { wall: boolean; overview: OverviewView };

export async function readWall(): Promise<Look> {
  try {
    return { wall: true, overview: await client.get("/api/wall") };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    return { wall: false, overview: await readOverview() };
  }
}

export const openWall = (secret: string) => client.post("/api/wall/session", { body: { secret } });
export const listWalls = () => client.get("/api/walls");
export const makeWall = (name: string) => client.post("/api/walls", { body: { name } });
export const endWall = (id: string) => client.delete("/api/walls/{id}", { path: { id } });
