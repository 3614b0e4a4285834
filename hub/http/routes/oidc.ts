/** Leaving for the organisation's own sign-in, and coming back from it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { addAudit } from "../../accounts/audit.ts";
import type { Leaving, Oidc } from "../../accounts/oidc.ts";
import { newSession, type SignedIn } from "../../accounts/sessions.ts";
import { nameMeant } from "../../accounts/sign-in-name.ts";
import type { Store } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { clientOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { giveCookie } from "../session-cookie.ts";

const cookieName = "lilong-oidc";
/** Lax: the way back comes from another site. */
const cookie = { path: "/api/oidc", httpOnly: true, sameSite: "lax", maxAge: 600 } as const;
const word = Type.String({ minLength: 8, maxLength: 200 });
const Kept = Type.Object({ state: word, nonce: word, verifier: word }, { additionalProperties: false });
const config = { access: "open", audit: "own" } as const;

export const oidcRoutes: Routes = (app, { store, clock, oidc }) => {
  app.get(
    "/api/oidc/leave",
    {
      config,
      schema: answers("leaveForSignIn", "Go to the organisation's own sign-in", Type.Null(), 409),
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const { url, leaving } = await isOn(oidc).leave(backTo(request, isOn(oidc)));
      const secure = request.protocol === "https";
      void reply.setCookie(cookieName, JSON.stringify(leaving), { ...cookie, secure });
      return reply.redirect(url.href);
    },
  );

  app.get(
    "/api/oidc/back",
    {
      config,
      schema: {
        ...answers("comeFromSignIn", "Come back from it, signed in", Type.Null(), 403, 409),
        querystring: Type.Object(
          {},
          { additionalProperties: true, description: "what the provider says [OIDC Core §3.1.2.5]" },
        ),
      },
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      try {
        const { token } = await arrive(request, store, isOn(oidc), clock());
        giveCookie(request, reply, token);
        return reply.clearCookie(cookieName, cookie).redirect("/");
      } catch (error) {
        return turnBack(reply.clearCookie(cookieName, cookie), error);
      }
    },
  );
};

/** A person in a browser came: the sign-in page says what happened, in words. */
function turnBack(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof Fault) || error.status >= 500) throw error;
  // The page says it in words of its own: an address that anybody can write tells nobody anything. The detail is in the log.
  reply.log.warn({ code: error.code, detail: error.detail }, "the organisation's sign-in let nobody in");
  return reply.redirect(`/?${new URLSearchParams({ refused: error.code })}`);
}

async function arrive(request: FastifyRequest, store: Store, oidc: Oidc, now: number): Promise<SignedIn> {
  const came = new URL(request.url.slice(request.url.indexOf("?")), backTo(request, oidc));
  const claimed = await oidc.arrive(came, leavingIn(request.cookies[cookieName]));
  const name = await store.read((tables) => nameMeant(tables, claimed));
  const client = clientOf(request);
  const entry = { at: now, who: name, address: client.address, what: "signIn", on: name, request: request.id };
  const signedIn = await store.transaction(async (tables) => {
    const account = await tables.accounts.find(name);
    const isKnown = account?.active === true;
    await addAudit(tables, { ...entry, outcome: isKnown ? "done" : "PERSON_UNKNOWN", detail: "by OpenID Connect" });
    return isKnown ? newSession(tables, account, client, now) : null;
  });
  if (signedIn === null) throw new Fault("PERSON_UNKNOWN", `the sign-in server calls you "${name}"`);
  return signedIn;
}

function backTo({ protocol, host }: FastifyRequest, { publicUrl }: Oidc): URL {
  return new URL("/api/oidc/back", publicUrl ?? `${protocol}://${host}`);
}

function leavingIn(text: string | undefined): Leaving {
  try {
    return check(Kept, JSON.parse(text ?? ""), "OIDC_REFUSED");
  } catch (cause) {
    throw new Fault("OIDC_REFUSED", "this browser did not start the sign-in, or too long ago", { cause });
  }
}

function isOn(oidc: Oidc | null): Oidc {
  if (oidc === null) throw new Fault("OIDC_OFF", "no sign-in server is set");
  return oidc;
}
