/** What is asked of the audit trail. */
import type { AuditRowView, VerdictView } from "../../../http/account-views.ts";
import { request } from "../../api.ts";

export type Filter = { who: string; what: string; from: string; to: string };

export const page = 100;
const dayMs = 86_400_000;

/** Days are those of whoever reads. `before`: rows older than this one. */
export function readAudit({ who, what, from, to }: Filter, before: number | null): Promise<AuditRowView[]> {
  const asked = new URLSearchParams({ limit: String(page) });
  if (who !== "") asked.set("who", who);
  if (what !== "") asked.set("what", what);
  if (from !== "") asked.set("from", String(startOf(from)));
  if (to !== "") asked.set("to", String(startOf(to) + dayMs));
  if (before !== null) asked.set("cursor", String(before));
  return request<AuditRowView[]>("GET", `/audit?${asked}`);
}

function startOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

export const verify = () => request<VerdictView>("GET", "/audit/verify");
