/** A report by patrol: what it can be, what lacks, what is near by already, and what is handed in. Pure. */
import type { MyPlace, TicketView } from "../../../http/views.ts";
import type { Part } from "./outbox.ts";
import type { Position } from "./position.ts";

export type Severity = TicketView["severity"];

export const patrolKinds = ["cover", "smoke", "water", "other"] as const;
export type PatrolKind = (typeof patrolKinds)[number];

/** As the hub tells it: the class of each plain word, and how grave it is at first sight. */
export type Kind = MyPlace["kinds"][number];

export type Typed = { kind: PatrolKind | ""; area: string; place: string; text: string; severity: Severity | null };

export const nothingTyped: Typed = { kind: "", area: "", place: "", text: "", severity: null };

export type Lacking = "kind" | "place";

export function lackingIn({ kind, area, place }: Typed): Lacking[] {
  return [
    ...(kind === "" ? (["kind"] as const) : []),
    ...(area === "" && place.trim() === "" ? (["place"] as const) : []),
  ];
}

/** The area's name first, as places begin. */
export function placeOf({ place }: Typed, areaName: string): string {
  const said = place.trim();
  return said.startsWith(areaName) ? said : `${areaName} ${said}`.trim();
}

const dayMs = 86_400_000;

/** Open cases and those of the last day of the same kind in the same area, or at the same place. */
export function nearBy(
  tickets: readonly TicketView[],
  typed: Typed,
  { kind, place }: { kind: Kind | undefined; place: string },
  now: number,
): TicketView[] {
  if (kind === undefined) return [];
  const { alike } = kind;
  const isAlike = (ticket: TicketView) => {
    if (ticket.drill || ticket.openedAt < now - dayMs) return false;
    if (place !== "" && typed.place.trim() !== "" && ticket.place === place) return true;
    return (
      typed.area !== "" && ticket.area?.id === typed.area && alike.some((code) => ticket.class.code.startsWith(code))
    );
  };
  return tickets.filter(isAlike);
}

export type Filled = {
  typed: Typed;
  kind: Kind;
  title: string;
  place: string;
  photos: number;
  position: Position | null;
};

/** The ticket first, then its photos, then the line that names them. */
export function partsOf(
  { typed, kind, title, place, photos, position }: Filled,
  ids: { ticket: string; event: string },
): Part[] {
  const at = position === null ? {} : { position };
  const text = typed.text.trim();
  const report = {
    ...{ id: ids.ticket, event: ids.event, source: "patrol", place, severity: typed.severity ?? kind.severity },
    ...{ title: { zh: title, en: title }, class: kind.class },
    ...(typed.area === "" ? {} : { area: typed.area }),
    ...(text === "" ? {} : { details: text }),
    ...at,
  };
  const path = `/api/tickets/${ids.ticket}`;
  return [
    { kind: "json", path: "/api/tickets", body: report },
    ...photoParts(`${path}/attachments`, photos),
    ...(photos === 0
      ? []
      : [
          {
            kind: "json" as const,
            path: `${path}/notes`,
            fillsFiles: true,
            body: { event: `${ids.event}.p`, kind: "add", ...at },
          },
        ]),
  ];
}

export function photoParts(path: string, count: number): Part[] {
  return Array.from({ length: count }, (_, file) => ({ kind: "file", path, file }));
}
