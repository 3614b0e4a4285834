/** For tests: people of a quiet hub, and browsers that ask as they do. */
import { argon2Sync } from "node:crypto";
import type { InjectOptions } from "fastify";
import { cookieName } from "../../hub/http/session-cookie.ts";
import type { NewAccount } from "../../hub/store/accounts.ts";
import type { QuietHub } from "./quiet-hub.ts";

export const goodPassword = "correct horse battery staple";
const goodHash = cheapHash(goodPassword);

/** Somebody with `goodPassword`, quickly looked at; where its cost is the subject, give the hash that the hub makes. */
export async function person({ read }: QuietHub, name: string, more: Partial<NewAccount> = {}): Promise<void> {
  await read(({ accounts }) => accounts.put({ name, role: "administrator", passwordHash: goodHash, ...more }));
}

/** As `hashPassword` writes it, at a thousandth of the cost: the hub reads the cost from the hash. */
export function cheapHash(message: string): string {
  const [nonce, cost] = [Buffer.from("salt of the tests"), { memory: 32, passes: 1, parallelism: 4 }];
  const tag = argon2Sync("argon2id", { message, nonce, ...cost, tagLength: 32 });
  const [salt, text] = [nonce, tag].map((bytes) => bytes.toString("base64url"));
  return ["argon2id", cost.memory, cost.passes, cost.parallelism, salt, text].join("$");
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
