/** The kinds of link that are one line or connection, by name. */
import type { Clock } from "../clock/clock.ts";
import type { LinkSettings } from "../settings/settings.ts";
import type { Link, LinkEvents, OpenLine } from "./link.ts";
import { reopening } from "./reopening.ts";
import { serialLine } from "./serial.ts";
import { tcpLine } from "./tcp.ts";
import { udpLine } from "./udp.ts";

export type LineSettings = Extract<LinkSettings, { kind: "serial" | "tcp" | "udp" }>;

export function openLink(settings: LineSettings, events: LinkEvents, clock: Clock): Link {
  return reopening(lineOf(settings), events, clock);
}

function lineOf(settings: LineSettings): OpenLine {
  if (settings.kind === "serial") return serialLine(settings);
  return settings.kind === "tcp" ? tcpLine(settings) : udpLine(settings);
}
