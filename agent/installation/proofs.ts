/** Follows one test alarm of a sensor through every hop: raised, shown, on the disk, at the hub, cleared. */
import { isSensorEvent } from "../../core/alert-event.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import type { Proof } from "./recorded.ts";

/** A proof as it goes: when it began on the monotonic clock, and where it lies in the alert lane. */
type Running = Proof & { began: number; offset: number | null };

export type Proofs = {
  of(device: DeviceId): Proof | null;
  /** What this sensor raises from now on is a test, until it has cleared or the time is over. */
  begin(device: DeviceId, how: Proof["how"], by: string): void;
  follow(changed: (device: DeviceId, proof: Proof) => void): void;
  close(): void;
};

type Deps = {
  input: Pick<Input, "followEvents" | "test">;
  clock: Clock;
  /** Whether the hub has committed the record at this offset of the alert lane. */
  isAtHub(offset: number): boolean;
};

const testMs = 180_000;
const lookMs = 100;

export function openProofs({ input, clock, isAtHub }: Deps): Proofs {
  const proofs = new Map<DeviceId, Running>();
  const changed: ((device: DeviceId, proof: Proof) => void)[] = [];
  const endings = new Map<DeviceId, () => void>();
  let cancelLook: (() => void) | null = null;

  input.followEvents((event, offset) => {
    if (!isSensorEvent(event) || !event.drill) return;
    const proof = proofs.get(event.device);
    if (proof === undefined || (proof.alert !== null && proof.alert !== event.alert)) return;
    const now = clock.monotonic();
    if (event.kind === "cleared") return put(event.device, { ...proof, clearedAt: proof.clearedAt ?? event.at });
    if (offset === null)
      return put(event.device, { ...proof, alert: event.alert, raisedAt: event.at, began: now, shownMs: 0 });
    put(event.device, { ...proof, journaledMs: now - proof.began, offset });
    look();
  });

  function put(device: DeviceId, proof: Running): void {
    proofs.set(device, proof);
    for (const tell of changed) tell(device, shown(proof));
    if (proof.clearedAt !== null) end(device);
  }

  function end(device: DeviceId): void {
    endings.get(device)?.();
    endings.delete(device);
    input.test(device, false);
  }

  /** The hub says what it has in its own time. */
  function look(): void {
    cancelLook = null;
    for (const [device, proof] of proofs)
      if (proof.offset !== null && proof.hubMs === null && isAtHub(proof.offset))
        put(device, { ...proof, hubMs: clock.monotonic() - proof.began });
    const isWaiting = [...proofs.values()].some(({ offset, hubMs }) => offset !== null && hubMs === null);
    if (isWaiting) cancelLook ??= clock.after(lookMs, look);
  }

  return {
    of(device) {
      const proof = proofs.get(device);
      return proof === undefined ? null : shown(proof);
    },
    begin(device, how, by) {
      const blank = { alert: null, raisedAt: null, shownMs: null, journaledMs: null, hubMs: null, clearedAt: null };
      endings.get(device)?.();
      input.test(device, true);
      endings.set(
        device,
        clock.after(testMs, () => end(device)),
      );
      put(device, { how, by, startedAt: clock.wall(), ...blank, began: 0, offset: null });
    },
    follow: (tell) => void changed.push(tell),
    close() {
      cancelLook?.();
      for (const cancel of endings.values()) cancel();
    },
  };
}

function shown({ began: _began, offset: _offset, ...proof }: Running): Proof {
  return proof;
}
