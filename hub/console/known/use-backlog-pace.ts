/** Remembers what a gateway's statuses told while the console is open, and says how long the backlog will take. */
import { useEffect } from "react";
import type { GatewayView } from "../../http/views.ts";
import { now } from "../clock/clock.ts";
import { remember, type Told, timeLeft } from "../order/backlog-pace.ts";

const told = new Map<string, Told[]>();

export function useBacklogPace({ id, backlog }: GatewayView): (now: number) => number | null {
  useEffect(() => {
    told.set(id, remember(told.get(id) ?? [], { at: now(), waiting: backlog.data + backlog.alert }));
  }, [id, backlog]);
  return (present) => timeLeft(told.get(id) ?? [], present);
}
