/** Follows one test alarm of a sensor through every hop: raised, shown, on the disk, at the hub, cleared. */
import { isSensorEvent } from "../../core/alert-event.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import type { Proof } from "./recorded.ts";

export type Proofs = {
  of(device: DeviceId): Proof | null;
  /** What this sensor raises from now on is a test, until it has cleared or the time is over. */
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

  input.followEvents((event, offset) => {
    if (!isSensorEvent(event) || !event.drill || offset !== null) return;
    const proof = proofs.get(event.device);
    if (proof === undefined || (proof.alert !== null && proof.alert !== event.alert)) return;
    if (event.kind === "cleared") put(event.device, { ...proof, clearedAt: proof.clearedAt ?? event.at });
    else put(event.device, { ...proof, alert: event.alert, raisedAt: event.at });
  });

  input.followHops((alert, { shownMs, journaledMs = null, hubMs = null }) => {
    for (const [device, proof] of proofs)
      if (proof.alert === alert) put(device, { ...proof, shownMs, journaledMs, hubMs });
  });

  function put(device: DeviceId, proof: Proof): void {
    proofs.set(device, proof);
    for (const tell of changed) tell(device, proof);
    if (proof.clearedAt !== null) end(device);
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
      endings.get(device)?.();
      input.test(device, true);
      endings.set(
        device,
        clock.after(testMs, () => end(device)),
      );
      put(device, { how, by, startedAt: clock.wall(), ...blank });
    },
    follow: (tell) => void changed.push(tell),
    close() {
      for (const cancel of endings.values()) cancel();
    },
  };
}
