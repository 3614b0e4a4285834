/** What the map asks the hub. */
import { client } from "../../client/client.ts";

/** `wall`: by the link of a wall screen instead of a session. */
export const readMap = (wall: boolean) => (wall ? client.get("/api/wall/map") : client.get("/api/map"));
