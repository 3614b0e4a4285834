/** Keeps a line open: one attempt at a time, a growing pause between attempts, and the old line closed before the next is opened. */
import type { Clock } from "../clock/clock.ts";
import type { Line, Link, LinkEvents, OpenLine } from "./link.ts";

const firstPauseMs = 250;
const mostPauseMs = 10_000;

/** Opens the line and reopens it for as long as the link is not closed. */
export function reopening(openLine: OpenLine, events: LinkEvents, clock: Clock): Link {
  let line: Line | null = null;
  let pauseMs = firstPauseMs;
  let ended = false;
  let cancel: () => void = () => undefined;
  let opening: Promise<void> = attempt();

  async function attempt(): Promise<void> {
    let lost: string | null = null;
    const closed = (reason: string) => {
      lost = reason;
      down(reason);
    };
    try {
      const opened = await openLine({ bytes: events.onBytes, closed });
      if (ended) return opened.close();
      if (lost !== null) return;
      line = opened;
      pauseMs = firstPauseMs;
      events.onState({ up: true });
    } catch (error) {
      down((error as Error).message);
    }
  }

  function down(reason: string): void {
    line = null;
    if (ended) return;
    events.onState({ up: false, reason });
    cancel();
    cancel = clock.after(pauseMs, () => {
      opening = attempt();
    });
    pauseMs = Math.min(pauseMs * 2, mostPauseMs);
  }

  return {
    async write(bytes) {
      if (line === null) throw new Error("the link is down");
      await line.write(bytes);
    },
    async close() {
      ended = true;
      cancel();
      await opening;
      await line?.close();
    },
  };
}
