/** The links of a gateway by what it reports and how the devices on them are. Pure. */
import type { DesiredView } from "../../http/views.ts";
import type { Standing } from "./standing.ts";

export type LinkState = "well" | "part" | "fault" | "unknown" | "empty";
export type Link = { id: string; kind: string; where: string; state: LinkState; well: number; devices: number };

type Named = {
  id?: unknown;
  type?: unknown;
  kind?: unknown;
  path?: unknown;
  host?: unknown;
  port?: unknown;
  link?: unknown;
};

export function linksOf(
  reported: DesiredView["reported"],
  standingOf: (device: string) => Standing | undefined,
): Link[] {
  const { links = [], devices = [] } = reported?.settings ?? {};
  return (links as Named[]).map((link) => {
    const id = String(link.id ?? "");
    const own = (devices as Named[]).filter((device) => device.link === link.id);
    const standings = own.map((device) => standingOf(String(device.id)));
    const well = standings.filter((standing) => standing === "verified" || standing === "stale").length;
    const kind = String(link.type ?? link.kind ?? "");
    return { id, kind, where: whereOf(link), state: stateOf(standings, well), well, devices: own.length };
  });
}

function stateOf(standings: readonly (Standing | undefined)[], well: number): LinkState {
  if (standings.length === 0) return "empty";
  if (well === standings.length) return "well";
  const faults = standings.filter((standing) => standing === "fault").length;
  if (faults === 0) return "unknown";
  return well > 0 ? "part" : "fault";
}

function whereOf({ path, host, port }: Named): string {
  if (typeof path === "string") return path;
  return typeof host === "string" ? `${host}${port === undefined ? "" : `:${String(port)}`}` : "";
}
