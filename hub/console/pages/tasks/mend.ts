/** Which page mends what a task is about. Pure. */
import type { TaskView } from "../../../http/views.ts";
import { isTicketId } from "../../order/ticket-id.ts";
import type { tasksWords } from "./words.ts";

export type Mend = { page: keyof (typeof tasksWords)["zh-CN"]["pages"]; href: string };

const fixed: Record<string, Mend> = {
  CALENDAR_MISSING: { page: "calendar", href: "/settings/calendar" },
  CHANNEL_MISSING: { page: "channels", href: "/settings/channels" },
  CHANNEL_REFUSED: { page: "channels", href: "/settings/channels" },
  DELIVERY_STUCK: { page: "channels", href: "/settings/channels" },
  CLASS_UNKNOWN: { page: "classes", href: "/settings/classes" },
  ROSTER_HOLE: { page: "roster", href: "/settings/roster" },
  FLOWS_BROKEN: { page: "flows", href: "/automation" },
  FLOW_ASKS: { page: "flows", href: "/automation" },
  FLOW_SAYS: { page: "flows", href: "/automation" },
  RECONCILE_FAILED: { page: "district", href: "/settings/district" },
  DISTRICT_CASE_UNKNOWN: { page: "district", href: "/settings/district" },
  CALLBACK_MISSING: { page: "district", href: "/settings/district" },
  CALLBACK_REFUSED: { page: "district", href: "/settings/district" },
  INVENTORY_DIFFERED: { page: "inventory", href: "/inventory" },
};

export function mendOf({ kind, subject }: Pick<TaskView, "kind" | "subject">): Mend | null {
  if (kind === "LEDGER_EXPIRES") {
    const [book = "", entry = ""] = subject.split("/");
    return { page: "ledger", href: `/ledger/book/${book}?entry=${entry}` };
  }
  if (kind === "DEVICES_TO_ADOPT")
    return { page: "adoption", href: `/platforms/${encodeURIComponent(subject)}?tab=devices` };
  if (kind === "CONNECTOR_PAUSED") return { page: "connector", href: `/platforms/${encodeURIComponent(subject)}` };
  if (kind === "DEVICES_ANNOUNCED")
    return { page: "announced", href: `/devices?quarantine=true&gateway=${encodeURIComponent(subject)}` };
  if (kind === "COVERAGE_GAP") return { page: "coverage", href: `/coverage?${gapQuery(subject)}` };
  const known = fixed[kind];
  if (known !== undefined) return known;
  if (isTicketId(subject)) return { page: "ticket", href: `/tickets/${subject}` };
  const [gateway, device, ...more] = subject.split("/");
  if (gateway && device && more.length === 0)
    return { page: "device", href: `/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(device)}` };
  return null;
}

const saidByText = new Set(["COVERAGE_GAP", "ROSTER_HOLE", "CHANNEL_MISSING", "CALENDAR_MISSING", "FLOWS_BROKEN"]);

/** Its text names the unit, the area and class, or the year: the code of it tells people nothing. */
export function isSaidByText({ kind }: Pick<TaskView, "kind">): boolean {
  return saidByText.has(kind);
}

/** `area/class`, as the hub names a gap. */
function gapQuery(subject: string): URLSearchParams {
  const at = subject.indexOf("/");
  const [area, code] = [subject.slice(0, at), subject.slice(at + 1)];
  return new URLSearchParams({ state: "gap", area, part: "own", class: code });
}
