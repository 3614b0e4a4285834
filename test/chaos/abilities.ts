/** What this machine lets the rig do; what it cannot is named in the score, with the cure. */
import { existsSync } from "node:fs";
import { keepPackets, losePackets } from "./packet-loss.ts";
import { findLibrary } from "./skewed-clock.ts";

export const isolated = "LILONG_CHAOS_ISOLATED";

export type Abilities = { disks: boolean; packets: boolean; clock: string | null; mosquitto: boolean };

export type Wants = { abilities: Abilities; cannot: string[] };

/** Whether this process is in namespaces of the rig's own. */
export function isApart(): boolean {
  return process.env[isolated] === "yes";
}

/** Looks from inside the namespaces, if there are any. */
export function findAbilities(): Wants {
  const apart = isApart();
  const abilities: Abilities = {
    disks: apart,
    packets: apart && canLose(),
    clock: findLibrary(),
    mosquitto: existsSync("/usr/sbin/mosquitto"),
  };
  const cannot: string[] = [];
  if (!abilities.disks)
    cannot.push(
      "full and read-only disks: needs namespaces of its own; run as root, or allow unprivileged user namespaces",
    );
  if (!abilities.packets)
    cannot.push(
      "real packet loss: needs namespaces of its own and nft (apt-get install nftables); the proxy stalls and resets instead",
    );
  if (abilities.clock === null) cannot.push("clock jumps: needs libfaketime; apt-get install faketime");
  if (!abilities.mosquitto) cannot.push("an external broker: needs mosquitto; apt-get install mosquitto");
  return { abilities, cannot };
}

function canLose(): boolean {
  try {
    losePackets(1);
    return true;
  } catch {
    return false;
  } finally {
    keepPackets();
  }
}
