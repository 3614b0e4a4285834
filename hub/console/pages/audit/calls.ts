/** What is asked of the audit trail. */
import { client } from "../../client/client.ts";

export type Filter = { who: string; what: string; from: string; to: string };

export const page = 100;
const dayMs = 86_400_000;

/** Days are those of whoever reads. `before`: rows older than this one. */
export function readAudit({ who, what, from, to }: Filter, before: number | null) {
  return client.get("/api/audit", {
    query: {
      limit: page,
      ...(who === "" ? {} : { who }),
      ...(what === "" ? {} : { what }),
      ...(from === "" ? {} : { from: startOf(from) }),
      ...(to === "" ? {} : { to: startOf(to) + dayMs }),
      ...(before === null ? {} : { cursor: before }),
    },
  });
}

function startOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

export const verify = () => client.get("/api/audit/verify");
