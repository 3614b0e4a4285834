/** Signing in and out. */
import Type from "typebox";
import type { Session } from "../../accounts/session.ts";
import { sessionMs, signIn, signOut } from "../../accounts/sign-in.ts";
import { readBooks } from "../../rulebook/books.ts";
import { findRole } from "../../rulebook/roles.ts";
import { look } from "../deps.ts";
import { cookieName, operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { Me } from "../views.ts";

const Credentials = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
);

const cookie = { path: "/", httpOnly: true, sameSite: "strict" } as const;

export const accountRoutes: Routes = (app, deps) => {
  const { store, clock } = deps;
  const me = ({ account, role, rights, areas, needsTotp }: Session): Promise<Me> =>
    look(deps, async (tables) => {
      const row = await tables.accounts.find(account);
      const roleName = findRole((await readBooks(tables)).roles, role)?.name ?? { zh: role, en: role };
      const own = { rights: [...rights], areas: areas === null ? null : [...areas], needsTotp };
      return { name: account, display: row?.display ?? account, role, roleName, ...own };
    });

  app.post(
    "/api/session",
    {
      config: { access: "open" },
      schema: { ...answers("signIn", "Sign in", Me, 400, 401, 429), body: Credentials },
    },
    async (request, reply) => {
      const { token, session } = await signIn(store, { ...request.body, address: request.ip }, clock());
      const secure = request.protocol === "https";
      reply.setCookie(cookieName, token, { ...cookie, secure, maxAge: sessionMs / 1000 });
      return me(session);
    },
  );

  app.get(
    "/api/session",
    { config: { access: "own" }, schema: answers("whoAmI", "Who is signed in", Me, 401) },
    async (request) => me(operatorOf(request)),
  );

  app.delete(
    "/api/session",
    { config: { access: "own" }, schema: answers("signOut", "Sign out", Type.Null(), 401) },
    async (request, reply) => {
      await signOut(store, operatorOf(request));
      reply.clearCookie(cookieName, cookie);
      return null;
    },
  );
};
