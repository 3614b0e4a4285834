/** The kinds of link by name. */
import type { Clock } from "../clock/clock.ts";
import type { AgentSettings } from "../settings/settings.ts";
import type { Link, LinkEvents, OpenLine } from "./link.ts";
import { reopening } from "./reopening.ts";
import { serialLine } from "./serial.ts";
import { tcpLine } from "./tcp.ts";

type LinkSettings = AgentSettings["links"][number];

export function openLink(settings: LinkSettings, events: LinkEvents, clock: Clock): Link {
  return reopening(lineOf(settings), events, clock);
}

function lineOf(settings: LinkSettings): OpenLine {
  return settings.kind === "serial" ? serialLine(settings) : tcpLine(settings);
}
