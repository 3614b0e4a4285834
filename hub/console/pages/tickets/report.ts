/** A case reported by hand: what was typed, what of it is wrong, and what the hub is asked. Pure. */
import type { TicketView } from "../../../http/views.ts";

export const reportSources = ["hotline", "patrol", "analytics"] as const;
export type ReportSource = (typeof reportSources)[number];

export type ReportDraft = Partial<
  Record<"source" | "what" | "place" | "area" | "class" | "severity" | "details" | "openedAt", string>
>;
export type ReportField = "what" | "place" | "class" | "openedAt";

type ClassRow = { code: string; reported?: TicketView["severity"]; limits: { severities: readonly number[] }[] };

const earliest = Date.UTC(2020, 0, 1);
/** Clocks differ a little. */
const aheadMs = 60_000;

export function wrongIn(draft: ReportDraft, now: number): ReportField[] {
  const at = momentOf(draft);
  return [
    ...(said(draft.what) === "" ? (["what"] as const) : []),
    ...(said(draft.place) === "" ? (["place"] as const) : []),
    ...(said(draft.class) === "" ? (["class"] as const) : []),
    ...(at !== undefined && !(at >= earliest && at <= now + aheadMs) ? (["openedAt"] as const) : []),
  ];
}

/** As its class says; else yellow where the class has a row for that, else what it has. */
export function proposedSeverity(row: ClassRow | undefined): TicketView["severity"] {
  if (row?.reported !== undefined) return row.reported;
  const known = new Set((row?.limits ?? []).flatMap(({ severities }) => severities));
  if (known.size === 0 || known.has(3)) return 3;
  return ([2, 4, 1] as const).find((severity) => known.has(severity)) ?? 3;
}

export function reportOf(draft: ReportDraft, ids: { id: string; event: string }, severity: TicketView["severity"]) {
  const what = said(draft.what);
  const at = momentOf(draft);
  const given = (name: "class" | "area" | "details") => (said(draft[name]) === "" ? {} : { [name]: said(draft[name]) });
  return {
    ...ids,
    source: reportSources.find((source) => source === draft.source) ?? "hotline",
    title: { zh: what, en: what },
    place: said(draft.place),
    severity,
    ...given("class"),
    ...given("area"),
    ...given("details"),
    ...(at === undefined ? {} : { openedAt: at }),
  };
}

function momentOf({ openedAt }: ReportDraft): number | undefined {
  return said(openedAt) === "" ? undefined : new Date(said(openedAt)).getTime();
}

function said(text: string | undefined): string {
  return text?.trim() ?? "";
}
