/** The hub's API as a signed-in operator uses it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Every call throws with the answer's text when it is not 2xx. */
export type Api = {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  /** Whether there is such a thing, of whatever kind. */
  has(path: string): Promise<boolean>;
};

/** Signs in with the first password the hub left in its folder `data`. */
export async function signIn(url: string, data: string): Promise<Api> {
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
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
    has: async (path) => (await fetch(`${url}${path}`, { headers: { cookie } })).ok,
    get: (path) => call("GET", path) as never,
    post: (path, body = {}) => call("POST", path, body) as never,
    put: (path, body) => call("PUT", path, body) as never,
  };
}
