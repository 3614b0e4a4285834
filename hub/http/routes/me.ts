/** My account: password, one-time codes, sessions, tokens. Nobody else's. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { hashPassword } from "../../accounts/password.ts";
import { checkPassword } from "../../accounts/password-rule.ts";
import { findPerson } from "../../accounts/people.ts";
import { proveAgain } from "../../accounts/sign-in.ts";
import { makeToken } from "../../accounts/tokens.ts";
import { newRecovery, newTotp, takeCode, totpUri } from "../../accounts/totp.ts";
import { accountView, sessionView, tokenView } from "../account-view-of.ts";
import { AccountView, RecoveryView, RightName, SessionView, TokenView, TotpSetup } from "../account-views.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { clientOf, operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { tell } from "../trail.ts";

const strict = { additionalProperties: false };
const own = { access: "own" } as const;
/** Who carried a session off reads nothing here either: where else its person is signed in, and by what. */
const ownHere = { ...own, place: "proved" } as const;
const Secret = Type.String({ minLength: 1, maxLength: 256 });
const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });
const longestMs = 2 * 366 * 86_400_000;

const TokenWish = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: "what it is for" }),
    rights: Type.Array(RightName, { minItems: 1, maxItems: 32 }),
    areas: Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 500 }), Type.Null()])),
    expiresAt: Type.Integer({ minimum: 0, description: "its end, ms since 1970, within two years" }),
  },
  strict,
);

export const meRoutes: Routes = (app, deps) => {
  const { store, clock } = deps;
  const accountOf = (name: string) => store.read((tables) => findPerson(tables, name));

  app.get(
    "/api/me",
    { config: ownHere, schema: answers("readAccount", "My account", AccountView, 401, 403) },
    async (request) =>
      look(deps, async (tables) => accountView(tables, await findPerson(tables, operatorOf(request).account))),
  );

  app.post(
    "/api/me/password",
    {
      config: { ...own, secret: true },
      schema: {
        ...answers("changePassword", "Change my password; my other sessions end", Type.Null(), 400, 401, 403, 422, 429),
        body: Type.Object({ old: Secret, new: Secret }, strict),
      },
    },
    async (request) => {
      const { id, account: name } = operatorOf(request);
      const account = await accountOf(name);
      tell(request, { on: name });
      await proveAgain(deps.doorStore, account, request.body.old, clientOf(request), clock());
      await checkPassword(request.body.new, [name, account.display]);
      const passwordHash = await hashPassword(request.body.new);
      await act(deps, async (tables, changes) => {
        await tables.accounts.change(name, { passwordHash, reset: null });
        await tables.sessions.removeOf(name, id);
        changes.people.add(name);
      });
      return null;
    },
  );

  app.post(
    "/api/me/totp",
    {
      config: { ...own, secret: true },
      schema: answers("startTotp", "A new secret for one-time codes; not in force yet", TotpSetup, 401, 403, 409),
    },
    async (request) => {
      const { account: name } = operatorOf(request);
      tell(request, { on: name });
      const totp = newTotp();
      await store.transaction(async (tables) => {
        if ((await findPerson(tables, name)).totp?.isOn)
          throw new Fault("MOVE_NOT_ALLOWED", "one-time codes are on; switch them off first");
        await tables.accounts.change(name, { totp });
      });
      return { secret: totp.secret, uri: totpUri(totp, name) };
    },
  );

  app.post(
    "/api/me/totp/on",
    {
      config: { ...own, secret: true },
      schema: {
        ...answers("switchTotpOn", "Prove the secret by its first code", RecoveryView, 400, 401, 403, 409),
        body: Type.Object({ code: Type.String({ maxLength: 64 }) }, strict),
      },
    },
    async (request) => {
      const { account: name } = operatorOf(request);
      tell(request, { on: name });
      const { codes, hashes } = newRecovery();
      await act(deps, async (tables, changes) => {
        const { totp } = await findPerson(tables, name);
        if (totp === null || totp.isOn) throw new Fault("MOVE_NOT_ALLOWED", "there is no new secret to prove");
        const taken = takeCode(totp, request.body.code, clock());
        if (taken === null) throw new Fault("CODE_REFUSED", "the code is wrong; is the phone's clock right?");
        await tables.accounts.change(name, { totp: { ...taken, isOn: true, recovery: hashes } });
        changes.people.add(name);
      });
      return { codes };
    },
  );

  app.post(
    "/api/me/totp/off",
    {
      config: { ...own, secret: true },
      schema: {
        ...answers("switchTotpOff", "Do without one-time codes again", Type.Null(), 400, 401, 403, 429),
        body: Type.Object({ password: Secret }, strict),
      },
    },
    async (request) => {
      const { account: name } = operatorOf(request);
      tell(request, { on: name });
      await proveAgain(deps.doorStore, await accountOf(name), request.body.password, clientOf(request), clock());
      await act(deps, async (tables, changes) => {
        await tables.accounts.change(name, { totp: null });
        changes.people.add(name);
      });
      return null;
    },
  );

  app.get(
    "/api/me/sessions",
    { config: ownHere, schema: answers("listSessions", "Where I am signed in", Type.Array(SessionView), 401, 403) },
    async (request) => {
      const { id, account } = operatorOf(request);
      const rows = await look(deps, ({ sessions }) => sessions.listOf(account));
      return rows.filter((row) => row.expiresAt > clock()).map((row) => sessionView(row, id));
    },
  );

  app.delete(
    "/api/me/sessions/:id",
    {
      config: own,
      schema: { ...answers("endSession", "Sign one of my browsers out", Type.Null(), 400, 401, 403, 404), params: Id },
    },
    async (request) => {
      const { account } = operatorOf(request);
      return act(deps, async ({ sessions }, changes) => {
        const row = (await sessions.listOf(account)).find(({ id }) => id === request.params.id);
        if (row === undefined) throw new Fault("NOT_FOUND", `session ${request.params.id}`);
        await sessions.remove(row.id);
        changes.people.add(account);
        return null;
      });
    },
  );

  app.get(
    "/api/me/tokens",
    { config: ownHere, schema: answers("listTokens", "My tokens, newest first", Type.Array(TokenView), 401, 403) },
    async (request) => {
      const rows = await look(deps, ({ tokens }) => tokens.listOf(operatorOf(request).account));
      return rows.map(tokenView);
    },
  );

  app.post(
    "/api/me/tokens",
    {
      config: { ...own, secret: true },
      schema: {
        ...answers("makeToken", "Make a token for a program of mine; told once", TokenView, 400, 401, 403),
        body: TokenWish,
      },
    },
    async (request) => {
      const { areas = null, ...body } = request.body;
      const now = clock();
      if (body.expiresAt > now + longestMs) throw new Fault("INPUT_INVALID", "/expiresAt is more than two years away");
      tell(request, { on: body.name, detail: body.rights.join(" ") });
      const wish = { ...body, areas };
      const made = await store.transaction((tables) => makeToken(tables, operatorOf(request), wish, now));
      return { ...tokenView(made.row), token: made.token };
    },
  );

  app.delete(
    "/api/me/tokens/:id",
    {
      config: own,
      schema: { ...answers("revokeToken", "Revoke a token of mine, now", Type.Null(), 400, 401, 403, 404), params: Id },
    },
    async (request) => {
      const { account } = operatorOf(request);
      const { id } = request.params;
      await act(deps, async ({ tokens }, changes) => {
        if (!(await tokens.revoke(account, id, clock()))) throw new Fault("NOT_FOUND", `token ${id}`);
        // A stream that the token opened ends with it.
        changes.people.add(account);
      });
      return null;
    },
  );
};
