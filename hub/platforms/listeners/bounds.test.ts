/** What one peer, and all of them together, may cost a port: damage, datagrams that wait for the disk, reports that are half here. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../../../test/kit/until.ts";
import type { Gathered } from "./gather.ts";
import type { Line } from "./port.ts";
import { openTcp, usualLimits } from "./tcp.ts";
import { openUdp, udpSocket } from "./udp.ts";

/** Frames of two bytes: which part of how many; 255 in front is damage. */
function lineOf(take: Line["take"] = async () => []) {
  const [refused, failed]: [string[], unknown[]] = [[], []];
  const heard: Gathered[] = [];
  const line: Line = {
    wish: {
      ...{ host: "127.0.0.1", tcpPort: 0, udpPort: 0, most: 2, answer: () => [], deny: () => null },
      cut: ([first, second]) =>
        first === 255 ? { damage: "no frame", skip: 1 } : second === undefined ? "more" : { frame: 2 },
      peek: ([number = 0, of = 0]) => ({ device: "a", part: { number, of } }),
    },
    limits: usualLimits,
    take(one, peer) {
      heard.push(one);
      return take(one, peer);
    },
    refuse: (_, why) => refused.push(why),
    failed: (error) => failed.push(error),
  };
  return { line, refused, failed, heard };
}
