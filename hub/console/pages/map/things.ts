/** The rows of the map by name, and which of them a filter leaves. */
import type { MapView } from "../../../http/overview-views.ts";
import type { Standing } from "../../../registry/standing-names.ts";

export type Thing = {
  key: string;
  gateway: string;
  device: string;
  title: { zh: string; en: string };
  place: string;
  class: string;
  standing: Standing;
  /** 0: no alert. */
  severity: number;
  ticket: string;
  area: string;
  /** WGS 84. */
  at: [number, number] | null;
  approximate: boolean;
};

export type Filter = { severity: string; standing: string; class: string };

export function thingsOf({ gateways, devices }: MapView): Thing[] {
  return devices.map(([at, device, zh, en, place, code, standing, severity, ticket, area, lon, lat, guessed]) => {
    const gateway = gateways[at]?.[0] ?? "";
    return {
      ...{ key: `${gateway}/${device}`, gateway, device, title: { zh, en }, place, class: code },
      ...{ standing, severity, ticket, area },
      at: lon === null || lat === null ? null : [lon, lat],
      approximate: guessed === 1,
    };
  });
}

const standingOrder: Record<Standing, number> = { fault: 0, quarantine: 1, unknown: 2, silent: 3, well: 4 };

/** The gravest alert first, then what is wrong with the device itself. */
export function byTrouble(a: Thing, b: Thing): number {
  return (
    (a.severity || 9) - (b.severity || 9) ||
    standingOrder[a.standing] - standingOrder[b.standing] ||
    compare(a.place, b.place)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** An empty field lets everything through; `severity` "any" is everything in alarm. */
export function fits(filter: Filter): (thing: Thing) => boolean {
  return (thing) =>
    (filter.severity === "" ||
      (filter.severity === "any" ? thing.severity > 0 : String(thing.severity) === filter.severity)) &&
    (filter.standing === "" || thing.standing === filter.standing) &&
    (filter.class === "" || thing.class === filter.class);
}

/** How a mark looks: by its alert, else by its standing. */
export function toneOf({ severity, standing }: Pick<Thing, "severity" | "standing">): string {
  return severity > 0 ? `sev${severity}` : standing;
}
