/** What takes long of reading a large message is done in steps, between which others have their turn. */
import { breathing, ownTurn } from "../../breathe.ts";
import type { Push } from "../../store/pushes.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Decoded } from "../kit/platform.ts";

/** Below it a message takes less than a millisecond. */
const largeBytes = 32_768;

/** For the platform's `once` and `read`, which are given it with the message; nothing where the platform has no such part. */
export async function decode(
  { platform }: Pick<OpenConnector, "platform">,
  push: Pick<Push, "from" | "body" | "received">,
): Promise<Decoded> {
  const steps = platform.decode?.(push);
  if (steps === undefined) return {};
  if (push.body.length > largeBytes) await ownTurn();
  const breathe = breathing();
  for (;;) {
    const step = steps.next();
    // After the last one too: what is done with all of it takes a while.
    await breathe();
    if (step.done) return { decoded: step.value };
  }
}
