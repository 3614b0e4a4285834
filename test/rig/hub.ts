/** A hub process of a test, and its API as a signed-in operator uses it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.ts";
import { type Running, start } from "./processes.ts";

export type HubUnderTest = Running & { url: string; mqtt: string; api: Api };

export type Api = {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
};

/** Starts the hub from source on free ports; `args` add to or override its command line. */
export async function startHub(data: string, args: readonly string[] = []): Promise<HubUnderTest> {
  const ports = ["--http-port", "0", ...(args.includes("--broker") ? [] : ["--mqtt-port", "0"])];
  const running = start(process.execPath, [join(root, "hub/main.ts"), "--data", data, ...ports, ...args]);
  const said = await running.says(/lilong-hub ready \S+ \S+\n/);
  const [, url, mqtt] = /lilong-hub ready (\S+) (\S+)/.exec(said) as unknown as [string, string, string];
  return {
    ...running,
    url,
    mqtt,
    api: await signIn(url, readFileSync(join(data, "operator-password"), "utf8").trim()),
  };
}

/** Signs in as the operator; every call throws with the answer's text when it is not 2xx. */
async function signIn(url: string, password: string): Promise<Api> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "operator", password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const call = async (method: string, path: string, body?: unknown) => {
    const headers: Record<string, string> = { cookie };
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    get: (path) => call("GET", path) as never,
    post: (path, body = {}) => call("POST", path, body) as never,
    put: (path, body) => call("PUT", path, body) as never,
  };
}
