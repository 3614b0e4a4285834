/** What the map asks the hub. */
import type { MapView } from "../../../http/overview-views.ts";
import { request } from "../../api.ts";

/** `wall`: by the link of a wall screen instead of a session. */
export const readMap = (wall: boolean) => request<MapView>("GET", wall ? "/wall/map" : "/map");
