/** What a first look asks the hub. */
import { client } from "../../client/client.ts";

export const readOverview = () => client.get("/api/overview");
