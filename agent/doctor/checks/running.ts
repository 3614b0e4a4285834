/** What a running agent says of itself on its own page: it owns the ports, so it is asked and not disturbed. */
import type { PageView } from "../../page/view.ts";
import type { Finding } from "../finding.ts";
import type { Heard } from "./sensors.ts";

export type Running = Pick<PageView, "isOnline" | "waiting" | "isClockSure"> & { sensors: ReadonlyMap<string, Heard> };

/** Null where no page answers. */
export async function askRunning(address: string, port: number, withinMs: number): Promise<Running | null> {
  const host = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address;
  try {
    const answer = await fetch(`http://${host}:${port}/api/view`, { signal: AbortSignal.timeout(withinMs) });
    const { isOnline, waiting, isClockSure, devices } = (await answer.json()) as PageView;
    const sensors = devices.map(({ id, fault, points }): [string, Heard] => {
      const isHeard = points.some(({ at }) => at !== null);
      return [id, { code: fault === "" && !isHeard ? null : (fault as Heard["code"]), detail: "" }];
    });
    return { isOnline, waiting, isClockSure, sensors: new Map(sensors) };
  } catch {
    return null;
  }
}

export function runningFindings({ isOnline, waiting }: Running): Finding[] {
  const hub = { check: "uplink", subject: "hub" };
  const away: Finding = { ...hub, code: "hub-away", facts: {} };
  const well: Finding = { ...hub, code: "hub-well", facts: { waiting } };
  return [isOnline ? well : away];
}
