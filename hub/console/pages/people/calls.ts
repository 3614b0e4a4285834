/** What is asked about people. */
import type { InviteView, PersonView } from "../../../http/account-views.ts";
import type { Roles } from "../../../rulebook/roles.ts";
import { request } from "../../api.ts";

export type AreaName = { id: string; name: string };

export type PersonWish = {
  display: string;
  role: string;
  unit: string | null;
  areas: string[];
  phone: string | null;
};

const one = (name: string) => `/people/${encodeURIComponent(name)}`;

export const calls = {
  people: () => request<PersonView[]>("GET", "/people"),
  roles: async () => (await request<{ body: Roles }>("GET", "/rulebook/roles")).body.roles,
  areas: async () => (await request<{ body: { areas: AreaName[] } }>("GET", "/rulebook/areas")).body.areas,
  add: (wish: PersonWish & { name: string }) => request<InviteView>("POST", "/people", wish),
  change: ({ name, ...wish }: PersonWish & { name: string; active: boolean }) =>
    request<PersonView>("PUT", one(name), wish),
  reset: (name: string) => request<InviteView>("POST", `${one(name)}/reset`),
  resetTotp: (name: string) => request<null>("DELETE", `${one(name)}/totp`),
};
