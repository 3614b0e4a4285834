/** For tests: people of a quiet hub, and browsers that ask as they do. */
import type { InjectOptions } from "fastify";
import { hashPassword } from "../../hub/accounts/password.ts";
import { cookieName } from "../../hub/http/session-cookie.ts";
import type { NewAccount } from "../../hub/store/accounts.ts";
import type { QuietHub } from "./quiet-hub.ts";

export const goodPassword = "correct horse battery staple";
let hashed: Promise<string> | undefined;

/** Somebody with `goodPassword`. */
export async function person({ read }: QuietHub, name: string, more: Partial<NewAccount> = {}): Promise<void> {
  hashed ??= hashPassword(goodPassword);
  const passwordHash = await hashed;
  await read(({ accounts }) => accounts.put({ name, role: "administrator", passwordHash, ...more }));
}

// biome-ignore lint/suspicious/noExplicitAny: what a test looks at in an answer's body
export type Answered = { status: number; body: any; headers: Record<string, unknown> };

export type Browser = {
  address: string;
  agent: string;
  /** As the hub gave it; it changes as it is used. */
  cookie: string | undefined;
  ask(method: string, url: string, payload?: object, headers?: Record<string, string>): Promise<Answered>;
  signIn(name: string, password?: string, code?: string): Promise<Answered>;
};

export function browser({ app }: QuietHub, address = "10.0.0.1", agent = "Firefox/143.0"): Browser {
  const own: Browser = {
    address,
    agent,
    cookie: undefined,
    async ask(method, url, payload, headers = {}) {
      const request = { method, url, remoteAddress: own.address, headers: { "user-agent": own.agent, ...headers } };
      const cookies = own.cookie === undefined ? {} : { [cookieName]: own.cookie };
      const answer = await app.inject({ ...request, cookies, ...(payload ? { payload } : {}) } as InjectOptions);
      const given = answer.cookies.find(({ name }) => name === cookieName);
      if (given !== undefined) own.cookie = given.value;
      const isJson = String(answer.headers["content-type"]).includes("json");
      return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers };
    },
    signIn: (name, password = goodPassword, code) =>
      own.ask("POST", "/api/session", { name, password, ...(code === undefined ? {} : { code }) }),
  };
  return own;
}
