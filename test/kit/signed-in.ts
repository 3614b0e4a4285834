/** For tests: asks a quiet hub's API as an operator who is signed in. */
import { createHash } from "node:crypto";
import type { InjectOptions } from "fastify";
import { cookieName } from "../../hub/http/guard.ts";
import type { QuietHub } from "./quiet-hub.ts";

export type Ask = (method: string, url: string, payload?: object) => Promise<{ status: number; body: unknown }>;

const dayMs = 86_400_000;

export async function signedIn({ app, clock, read }: QuietHub, name = "operator"): Promise<Ask> {
  const token = `session of ${name}`;
  await read(async ({ accounts, sessions }) => {
    await accounts.put({ name, role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await sessions.put({ tokenHash, account: name, expiresAt: clock.now + 30 * dayMs });
  });
  return async (method, url, payload) => {
    const cookies = { [cookieName]: token };
    const answer = await app.inject({ method, url, cookies, ...(payload ? { payload } : {}) } as InjectOptions);
    return { status: answer.statusCode, body: answer.json() };
  };
}
