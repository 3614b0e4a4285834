/** What can be asked before anybody is signed in. */
import { type Ask, client } from "../../client/client.ts";

export type First = Ask<"POST", "/api/setup">["body"];
export type ByCode = Ask<"POST", "/api/password">["body"];

export const readDoor = () => client.get("/api/door");
export const setUp = (body: First) => client.post("/api/setup", { body });
export const setPassword = (body: ByCode) => client.post("/api/password", { body });
/** Where the browser goes by itself. */
export const oidcAddress = client.address("/api/oidc/leave");
