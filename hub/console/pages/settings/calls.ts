/** What the settings ask of the hub. */
import type { Static } from "typebox";
import type { ChannelView, NoticeView, TriedView } from "../../../http/notify-views.ts";
import type { PostureView, RulebookTable, RulebookVersion, TriedDispatch, TryDispatch } from "../../../http/views.ts";
import { request } from "../../api.ts";
import type { Schema } from "./editor/schema.ts";

export type DistrictCard = {
  name: { zh: string; en: string };
  url: string;
  tlsName: string;
  ca: string;
  publicKey: string;
};
type Lane = { waiting: number; oldestAt: number | null };
export type District = {
  state: "on" | "off";
  name?: { zh: string; en: string };
  url?: string;
  door: string;
  cases: Lane;
  attachments: Lane;
  inventory: { newest: number; told: number | null };
  reconciled?: {
    at: number;
    inventory: {
      count: number;
      missing: number;
      different: number;
      extra: number;
      reoffered: number;
      isEqual: boolean;
    };
    cases: { asked: number; forgotten: number; untold: number };
  };
};

const part = encodeURIComponent;

export const calls = {
  tables: () => request<RulebookVersion[]>("GET", "/rulebook"),
  table: (kind: string, version?: number) =>
    request<RulebookTable>("GET", `/rulebook/${part(kind)}${version === undefined ? "" : `?version=${version}`}`),
  schema: (kind: string) => request<Schema>("GET", `/rulebook/${part(kind)}/schema`),
  history: (kind: string) => request<RulebookVersion[]>("GET", `/rulebook/${part(kind)}/history`),
  save: (kind: string, base: number, body: unknown) =>
    request<RulebookTable>("PUT", `/rulebook/${part(kind)}?base=${base}`, body),
  tryDispatch: (trial: TryDispatch) => request<TriedDispatch>("POST", "/rulebook/dispatch/try", trial),
  channels: () => request<ChannelView[]>("GET", "/notify/channels"),
  putSecrets: (id: string, secrets: Record<string, string | null>) =>
    request<ChannelView>("PUT", `/notify/channels/${part(id)}/secrets`, secrets),
  tryChannel: (id: string, to: string) =>
    request<Static<typeof TriedView>>("POST", `/notify/channels/${part(id)}/test`, to === "" ? {} : { to }),
  notices: (limit: number) => request<NoticeView[]>("GET", `/notify/log?limit=${limit}`),
  posture: () => request<PostureView>("GET", "/posture"),
  switchPosture: (level: string, reason: string) => request<PostureView>("PUT", "/posture", { level, reason }),
  district: () => request<District>("GET", "/district"),
  districtCard: () => request<DistrictCard>("GET", "/district/card"),
  connectDistrict: (card: unknown) => request<District>("PUT", "/district/connection", { card }),
  reconcile: () => request<District["reconciled"]>("POST", "/district/reconcile"),
};
