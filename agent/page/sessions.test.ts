/** Who is signed in stays so over a restart, for twelve hours, and no longer than the person and the PIN. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openPeople } from "./people.ts";
import { openSessions, sessionMs } from "./sessions.ts";

const quiet = () => undefined;

async function setUp(folder = tempFolder(), clock = handClock()) {
  const people = await openPeople(folder, quiet);
  if (people.names().length === 0) await people.put("王阿姨", "2468");
  const sessions = await openSessions({ folder, people, clock, report: quiet });
  return { folder, clock, people, sessions };
}

it("is still there after a restart, and ends twelve hours after the sign-in", async () => {
  const { folder, clock, sessions } = await setUp();
  const token = await sessions.begin("王阿姨");
  await clock.pass(sessionMs - 1000);
  const after = await setUp(folder, clock);
  expect(after.sessions.whoIs(token)).toBe("王阿姨");
  await clock.pass(1000);
  expect([sessions.whoIs(token), after.sessions.whoIs(token)]).toEqual([null, null]);
});

it("lasts twelve hours at most after a restart with a clock that was set back", async () => {
  const { folder, sessions } = await setUp(undefined, handClock());
  const token = await sessions.begin("王阿姨");
  const later = handClock();
  const { sessions: again } = await setUp(folder, { ...later, wall: () => 0 });
  expect(again.whoIs(token)).toBe("王阿姨");
  await later.pass(sessionMs);
  expect(again.whoIs(token)).toBeNull();
});

it("ends when the person is removed, or gets a new PIN, by whoever wrote it", async () => {
  const { folder, people, sessions } = await setUp();
  const token = await sessions.begin("王阿姨");
  const other = await openPeople(folder, quiet);
  await other.put("王阿姨", "1357");
  expect(sessions.whoIs(token)).toBe("王阿姨");
  await people.look();
  expect(sessions.whoIs(token)).toBeNull();
  const next = await sessions.begin("王阿姨");
  await other.remove("王阿姨");
  await people.look();
  expect(sessions.whoIs(next)).toBeNull();
});

it("of nobody is nobody, a signed-out one is over, and no token lies on the card", async () => {
  const { folder, sessions } = await setUp();
  const token = await sessions.begin("王阿姨");
  expect(sessions.whoIs("")).toBeNull();
  expect(sessions.whoIs("0".repeat(64))).toBeNull();
  expect(readFileSync(join(folder, "sessions.json"), "utf8")).not.toContain(token);
  await sessions.end(token);
  expect(sessions.whoIs(token)).toBeNull();
});

it("a hundred are kept, the latest", async () => {
  const { folder, clock, sessions } = await setUp();
  const first = await sessions.begin("王阿姨");
  for (let i = 0; i < 100; i++) await sessions.begin("王阿姨");
  const last = await sessions.begin("王阿姨");
  const after = await setUp(folder, clock);
  expect([after.sessions.whoIs(first), after.sessions.whoIs(last)]).toEqual([null, "王阿姨"]);
});
