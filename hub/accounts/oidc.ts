/** The organisation's own sign-in: OpenID Connect, by code with PKCE; who comes must have an account here already. */
import { readFileSync } from "node:fs";
import * as openid from "openid-client";
import { Fault } from "../../core/fault.ts";
import type { Settings } from "../settings.ts";
import { folderFault } from "../store/folder-fault.ts";

/** What the browser keeps between leaving and coming back. */
export type Leaving = { state: string; nonce: string; verifier: string };

export type Oidc = {
  /** Where to send the browser. Throws `OIDC_UNREACHABLE`. */
  leave(back: URL): Promise<{ url: URL; leaving: Leaving }>;
  /** The name they have there. `came`: the address they came back at. Throws `OIDC_REFUSED` or `OIDC_UNREACHABLE`. */
  arrive(came: URL, leaving: Leaving): Promise<string>;
  publicUrl: string | null;
};

type OidcSettings = Pick<Settings, "oidcIssuer" | "oidcClient" | "oidcSecretFile" | "oidcClaim" | "publicUrl">;

/** Null where it is not set up. Throws `SETTING_INVALID` for half of it. */
export function openOidc(settings: OidcSettings): Oidc | null {
  const { oidcIssuer: issuer, oidcClient: client, oidcSecretFile: file, oidcClaim: claim } = settings;
  if (issuer === undefined && client === undefined) return null;
  if (issuer === undefined || client === undefined || file === undefined)
    throw new Fault("SETTING_INVALID", "--oidc-issuer, --oidc-client and --oidc-secret-file go together");
  const find = finder(new URL(issuer), client, secretIn(file));
  return {
    publicUrl: settings.publicUrl ?? null,
    async leave(back) {
      const leaving = {
        ...{ state: openid.randomState(), nonce: openid.randomNonce() },
        verifier: openid.randomPKCECodeVerifier(),
      };
      const url = openid.buildAuthorizationUrl(await find(), {
        ...{ redirect_uri: back.href, scope: "openid profile", state: leaving.state, nonce: leaving.nonce },
        code_challenge: await openid.calculatePKCECodeChallenge(leaving.verifier),
        code_challenge_method: "S256",
      });
      return { url, leaving };
    },
    async arrive(came, { state, nonce, verifier }) {
      const configuration = await find();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const answer = await openid.authorizationCodeGrant(configuration, came, checks).catch(refused);
      const name = answer.claims()?.[claim];
      if (typeof name === "string" && name !== "") return name;
      throw new Fault("OIDC_REFUSED", `the sign-in server told no claim "${claim}"`);
    },
  };
}

/** Asked when somebody comes, and again while it fails: a sign-in server that is away does not stop the hub. */
function finder(issuer: URL, client: string, secret: string): () => Promise<openid.Configuration> {
  let found: Promise<openid.Configuration> | undefined;
  // A test's server, or one on the same machine, has no TLS.
  const execute = issuer.protocol === "http:" ? { execute: [openid.allowInsecureRequests] } : {};
  return () => {
    found ??= openid.discovery(issuer, client, secret, undefined, { ...execute, timeout: 10 }).catch((cause: Error) => {
      found = undefined;
      throw new Fault("OIDC_UNREACHABLE", `${issuer.href} (${cause.message})`, { cause });
    });
    return found;
  };
}

function refused(cause: Error): never {
  throw new Fault("OIDC_REFUSED", cause.message, { cause });
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw folderFault(file, cause);
  }
}
