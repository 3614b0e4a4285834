/** What can be said about a device now: one word, and none of them better than what is known. */
import type { DeviceMark, GatewayMark } from "../store/tallies.ts";
import { freshMsOf } from "./freshness.ts";
import type { Standing } from "./standing-names.ts";

type Owner = Pick<GatewayMark, "state" | "platform">;

export function standingOf(mark: DeviceMark, gateway: Owner | undefined, now: number): Standing {
  if (!mark.registered) return "quarantine";
  if (gateway?.state !== "online" || mark.health === null) return "unknown";
  if (mark.health !== "") return "fault";
  const freshMs = freshMsOf(mark.everyMs, gateway.platform !== null);
  return mark.heardAt !== null && now - mark.heardAt <= freshMs ? "well" : "silent";
}
