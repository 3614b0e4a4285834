/** Real packet loss on one TCP port: netfilter drops three packets in ten, at random, both ways. */
import { must, tries } from "./system.ts";

const table = ["inet", "lilong_chaos"] as const;

export const lossPercent = 30;

export function losePackets(port: number): void {
  must("nft", ["add", "table", ...table]);
  must("nft", ["add", "chain", ...table, "line", "{ type filter hook input priority 0 ; }"]);
  for (const side of ["dport", "sport"])
    must("nft", [
      ...["add", "rule", ...table, "line", "tcp", side, String(port)],
      ...["numgen", "random", "mod", "100", "<", String(lossPercent), "drop"],
    ]);
}

export function keepPackets(): void {
  tries("nft", ["delete", "table", ...table]);
}
