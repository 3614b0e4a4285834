/** Tells one dead device from a cut bus and a gone adapter: one finding with what it affects, never one for each device. */
import type { FaultCode } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";

/** The devices on one link. */
export type LinkGroup = { link: string; members: readonly { id: DeviceId; everyMs: number }[] };

/** `down`: the adapter or the connection is gone. `silent`: it is there, and none of its devices answers. */
export type LinkFinding = "well" | "down" | "silent";

export type Findings = {
  onLink(link: string, finding: LinkFinding): void;
  /** The device's own fault; "" while it is well or its link explains it. */
  onDevice(device: DeviceId, code: FaultCode | ""): void;
};

export type Causes = {
  onHealth(device: DeviceId, code: FaultCode | ""): void;
  close(): void;
};

/** A cut bus shows device by device, within three intervals of the slowest: so long one silence waits for the others. */
const intervals = 3;
const leastWaitMs = 5000;
const mostWaitMs = 600_000;

export function createCauses(groups: readonly LinkGroup[], findings: Findings, clock: Pick<Clock, "after">): Causes {
  const all = groups.map((group) => openGroup(group, findings, clock));
  return {
    onHealth(device, code) {
      for (const group of all) if (group.has(device)) return group.onHealth(device, code);
      findings.onDevice(device, code);
    },
    close() {
      for (const group of all) group.close();
    },
  };
}

function openGroup({ link, members }: LinkGroup, { onLink, onDevice }: Findings, clock: Pick<Clock, "after">) {
  const codes = new Map<DeviceId, FaultCode | "">(members.map(({ id }) => [id, ""]));
  const told = new Map<DeviceId, FaultCode | "">();
  const waiting = new Map<DeviceId, () => void>();
  const slowestMs = Math.max(...members.map(({ everyMs }) => everyMs));
  const waitMs = members.length > 1 ? Math.min(mostWaitMs, Math.max(leastWaitMs, intervals * slowestMs)) : 0;
  let finding: LinkFinding | null = null;

  function findOut(): LinkFinding {
    const values = [...codes.values()];
    if (values.includes("LINK_DOWN")) return "down";
    return values.length > 1 && values.every((code) => code === "FIELD_SILENT") ? "silent" : "well";
  }

  function tell(id: DeviceId, code: FaultCode | ""): void {
    waiting.get(id)?.();
    waiting.delete(id);
    if ((told.get(id) ?? "") === code) return;
    told.set(id, code);
    onDevice(id, code);
  }

  function decide(): void {
    const next = findOut();
    if (next !== finding) onLink(link, next);
    finding = next;
    for (const [id, code] of codes) {
      if (next !== "well") tell(id, "");
      else if (code !== "FIELD_SILENT" || waitMs === 0) tell(id, code);
      else if (told.get(id) !== code && !waiting.has(id))
        waiting.set(
          id,
          clock.after(waitMs, () => tell(id, code)),
        );
    }
  }

  return {
    has: (id: DeviceId) => codes.has(id),
    onHealth(id: DeviceId, code: FaultCode | "") {
      codes.set(id, code);
      decide();
    },
    close() {
      for (const cancel of waiting.values()) cancel();
    },
  };
}
