/** What a verb does lasts for so long and no longer. */
import { expect, it } from "vitest";
import { handClock } from "../../test/kit/hand-clock.ts";
import { type HandlerDeps, handlersOf } from "./handlers.ts";

it("the log says more for a while, counted from the last time it was asked", async () => {
  const clock = handClock();
  const log = { level: "warn", warn: () => undefined };
  const handlers = handlersOf({ clock, log } as unknown as HandlerDeps);
  await handlers["log-level"]({ level: "debug", minutes: 2 });
  await clock.pass(60_000);
  await handlers["log-level"]({ level: "trace", minutes: 2 });
  await clock.pass(119_999);
  expect(log.level).toBe("trace");
  await clock.pass(1);
  expect(log.level).toBe("warn");
});
