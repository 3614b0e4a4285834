/** For tests: a small OpenID provider on loopback; it signs whoever is set in, and keeps to code, PKCE, state and nonce. */
import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type OidcServer = {
  issuer: string;
  /** Who signs in next, and what the server does wrong. */
  will: { claims: Record<string, unknown>; nonce?: string; audience?: string };
};

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function jwt(claims: object): string {
  const text = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
}

export async function oidcServer(): Promise<OidcServer> {
  const asked = new Map<string, { nonce: string; challenge: string; back: string }>();
  const will: OidcServer["will"] = { claims: {} };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", issuer());
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const pages: Record<string, () => unknown> = {
      "/.well-known/openid-configuration": () =>
        json({
          ...{ issuer: issuer(), jwks_uri: `${issuer()}/keys`, response_types_supported: ["code"] },
          ...{ authorization_endpoint: `${issuer()}/authorize`, token_endpoint: `${issuer()}/token` },
          ...{ subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"] },
        }),
      "/keys": () => json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] }),
      "/authorize": () => {
        const code = randomUUID();
        const [nonce = "", challenge = ""] = ["nonce", "code_challenge"].map(
          (name) => url.searchParams.get(name) ?? "",
        );
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        asked.set(code, { nonce, challenge, back: back.href });
        back.search = `${new URLSearchParams({ code, state: url.searchParams.get("state") ?? "", iss: issuer() })}`;
        response.writeHead(302, { location: back.href }).end();
      },
      "/token": async () => {
        let text = "";
        for await (const chunk of request) text += chunk;
        const form = new URLSearchParams(text);
        const grant = asked.get(form.get("code") ?? "");
        asked.delete(form.get("code") ?? "");
        const proof = createHash("sha256")
          .update(form.get("code_verifier") ?? "")
          .digest("base64url");
        if (grant === undefined || proof !== grant.challenge || form.get("redirect_uri") !== grant.back)
          return json({ error: "invalid_grant" }, 400);
        const now = Math.floor(Date.now() / 1000);
        const times = { iat: now, exp: now + 300, iss: issuer(), aud: will.audience ?? "lilong" };
        const id_token = jwt({ sub: "1", ...times, nonce: will.nonce ?? grant.nonce, ...will.claims });
        return json({ access_token: "a", token_type: "Bearer", id_token });
      },
    };
    const page = pages[url.pathname] ?? (() => json({}, 404));
    void page();
  });
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { issuer: issuer(), will };
}
