/** Who is signed in, over restarts too: of each token only its hash is kept; it ends with its person and with its PIN. */
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { Low } from "lowdb";
import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../journal/disk.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import type { People } from "./people.ts";

export type Sessions = {
  /** The token of a new one; it works even where the card does not take it. */
  begin(name: string): Promise<string>;
  whoIs(token: string): string | null;
  end(token: string): Promise<void>;
};

/** `stamp` is the person's as it was at the sign-in; `until` is wall time, ms. */
type Kept = { hash: string; name: string; stamp: string; until: number };

export const sessionMs = 12 * 3_600_000;
const mostSessions = 100;

type Deps = {
  folder: string;
  people: Pick<People, "stampOf">;
  clock: Pick<Clock, "wall" | "monotonic">;
  report: Report;
  disk?: Disk;
};

export async function openSessions({ folder, people, clock, report, disk }: Deps): Promise<Sessions> {
  const file = new Low<Kept[]>(stateFile(join(folder, "sessions.json"), report, disk), []);
  await file.read();
  /** While it runs the clock that nobody sets counts. */
  const sessions = new Map<string, Omit<Kept, "hash">>();
  for (const { hash, ...one } of file.data) {
    const left = Math.min(one.until - clock.wall(), sessionMs);
    if (left > 0) sessions.set(hash, { ...one, until: clock.monotonic() + left });
  }

  function isLive({ name, stamp, until }: Omit<Kept, "hash">): boolean {
    return clock.monotonic() < until && people.stampOf(name) === stamp;
  }

  async function save(): Promise<void> {
    for (const [hash, one] of sessions) if (!isLive(one)) sessions.delete(hash);
    for (const hash of [...sessions.keys()].slice(0, -mostSessions)) sessions.delete(hash);
    file.data = [...sessions].map(([hash, one]) => ({
      ...{ hash, ...one },
      until: clock.wall() + one.until - clock.monotonic(),
    }));
    await file.write().catch(faultsTo(report));
  }

  return {
    async begin(name) {
      const token = randomBytes(32).toString("hex");
      const stamp = people.stampOf(name) ?? "";
      sessions.set(hashOf(token), { name, stamp, until: clock.monotonic() + sessionMs });
      await save();
      return token;
    },
    whoIs(token) {
      const session = sessions.get(hashOf(token));
      return session !== undefined && isLive(session) ? session.name : null;
    },
    async end(token) {
      if (sessions.delete(hashOf(token))) await save();
    },
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
