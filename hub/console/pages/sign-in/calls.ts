/** What can be asked before anybody is signed in. */
import type { DoorView, Me } from "../../../http/account-views.ts";
import { request } from "../../api.ts";

export type First = { code: string; name: string; display: string; password: string };
export type ByCode = { name: string; code: string; password: string };

export const readDoor = () => request<DoorView>("GET", "/door");
export const setUp = (first: First) => request<Me>("POST", "/setup", first);
export const setPassword = (given: ByCode) => request<Me>("POST", "/password", given);
/** Where the browser goes by itself. */
export const oidcAddress = "/api/oidc/leave";
