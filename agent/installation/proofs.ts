/** Follows one test alarm of a sensor through every hop: raised, shown, on the disk, at the hub, cleared. */
import { isSensorEvent, type SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import type { Proof } from "./recorded.ts";

export type Proofs = {
  of(device: DeviceId): Proof | null;
  /**
   * By `alarm`, what this sensor raises from now on is a test, until it has cleared or the time is over. A `drill` is
   * raised by hand: what the sensor raises meanwhile is real.
   */
  begin(device: DeviceId, how: Proof["how"], by: string): void;
  follow(changed: (device: DeviceId, proof: Proof) => void): void;
  close(): void;
};

type Deps = {
  input: Pick<Input, "followEvents" | "followHops" | "test">;
  clock: Clock;
};

const testMs = 180_000;

export function openProofs({ input, clock }: Deps): Proofs {
  const proofs = new Map<DeviceId, Proof>();
  const changed: ((device: DeviceId, proof: Proof) => void)[] = [];
  const endings = new Map<DeviceId, () => void>();
  /** One press may raise more than one rule: the test lasts until all of them have cleared. */
  const standing = new Map<AlertId, DeviceId>();

  input.followEvents((event, offset) => {
    if (!isSensorEvent(event) || !event.drill || offset !== null) return;
    const { device, alert, kind } = event;
    if (kind === "cleared") standing.delete(alert);
    else standing.set(alert, device);
    const proof = proofs.get(device);
    if (proof !== undefined) note(device, proof, event);
    if (proofs.get(device)?.clearedAt != null && ![...standing.values()].includes(device)) end(device);
  });

  function note(device: DeviceId, proof: Proof, { kind, alert, at }: SensorEvent): void {
    const isIts = proof.alert === alert;
    if (kind === "cleared" && isIts) put(device, { ...proof, clearedAt: proof.clearedAt ?? at });
    if (kind === "raised" && (isIts || proof.alert === null)) put(device, { ...proof, alert, raisedAt: at });
  }

  input.followHops((alert, { shownMs, journaledMs = null, hubMs = null }) => {
    for (const [device, proof] of proofs)
      if (proof.alert === alert) put(device, { ...proof, shownMs, journaledMs, hubMs });
  });

  function put(device: DeviceId, proof: Proof): void {
    proofs.set(device, proof);
    for (const tell of changed) tell(device, proof);
  }

  function end(device: DeviceId): void {
    endings.get(device)?.();
    endings.delete(device);
    input.test(device, false);
  }

  return {
    of: (device) => proofs.get(device) ?? null,
    begin(device, how, by) {
      const blank = { alert: null, raisedAt: null, shownMs: null, journaledMs: null, hubMs: null, clearedAt: null };
      if (how === "alarm") {
        endings.get(device)?.();
        input.test(device, true);
        endings.set(
          device,
          clock.after(testMs, () => end(device)),
        );
      }
      put(device, { how, by, startedAt: clock.wall(), ...blank });
    },
    follow: (tell) => void changed.push(tell),
    close() {
      for (const cancel of endings.values()) cancel();
    },
  };
}
