/** How one signs in at ThingsBoard: with an API key at once, with name and password by a request of its own. */

import type { Connector } from "../kit/connector.ts";
import { given, type Json } from "../kit/json.ts";
import type { Secrets, Settings } from "./settings.ts";

export const json = { "content-type": "application/json" };

/** The value of `X-Authorization`, or the request that leads to it; null where neither is entered. */
export function signInOf({ settings, secrets }: Connector<typeof Settings, typeof Secrets>) {
  if (secrets.apiKey !== undefined) return `ApiKey ${secrets.apiKey}`;
  const { username } = settings;
  const { password } = secrets;
  if (username === undefined || password === undefined) return null;
  const body = JSON.stringify({ username, password });
  return {
    method: "POST" as const,
    url: `${settings.server}/api/auth/login`,
    headers: json,
    body,
    ...given("ca", settings.ca),
  };
}

/** Of the sign-in's answer. */
export function authorizationIn({ token }: Json): string | null {
  return typeof token === "string" ? `Bearer ${token}` : null;
}
