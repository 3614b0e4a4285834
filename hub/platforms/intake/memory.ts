/** What a driver knew before it read a message: kept beside it, so that it can be read again, and what follows from it too. */
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";

type At = { foreign: ForeignDevice; push: Pick<PushRow, "n" | "yielded"> };

/** `next`: the message read after it, and what the driver knew then. */
export type Recalled = { known: unknown; next: { push: number; known?: unknown } | null };

/** Null: what its driver knew then is not known any more, so that it cannot be read again. */
export async function recall({ foreignDevices }: Tables, { foreign, push }: At): Promise<Recalled | null> {
  const at = [foreign.connector, foreign.foreign] as const;
  const latest = await foreignDevices.memory(...at);
  if (latest === null) return { known: null, next: null };
  const own = await foreignDevices.knownBefore(...at, push.n);
  const isLost = own === null ? push.yielded.length > 0 : own.known === undefined;
  if (isLost) return null;
  const next = await foreignDevices.nextKnown(...at, push.n);
  if (own !== null) return { known: own.known, next };
  // Read for the first time behind later ones: it waited until somebody said what the device is.
  return { known: next?.known === undefined ? latest : next.known, next };
}

/** Where the next one would have been read with other knowledge, it is read again too; and so on, up to the newest. */
export async function remember(
  { foreignDevices, pushes }: Tables,
  { foreign, push }: At,
  { known, next }: Recalled,
  memory: unknown,
): Promise<void> {
  const at = [foreign.connector, foreign.foreign] as const;
  await foreignDevices.keepKnown(...at, push.n, known);
  if (next === null) return foreignDevices.remember(...at, memory);
  if (next.known === undefined || JSON.stringify(next.known) === JSON.stringify(memory)) return;
  await foreignDevices.keepKnown(...at, next.push, memory);
  await pushes.readOneAgain(next.push);
}
