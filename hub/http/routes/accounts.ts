/** The door: the first administrator, signing in and out, setting a password by a code. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { addAudit } from "../../accounts/audit.ts";
import { knock } from "../../accounts/door.ts";
import { hashPassword } from "../../accounts/password.ts";
import { checkPassword } from "../../accounts/password-rule.ts";
import { findInvited, findPerson, setByCode } from "../../accounts/people.ts";
import { newSession, type SignedIn } from "../../accounts/sessions.ts";
import { confirmSession, signIn } from "../../accounts/sign-in.ts";
import { nameMeant, newName } from "../../accounts/sign-in-name.ts";
import type { Tables } from "../../store/store.ts";
import { meOf } from "../account-view-of.ts";
import { DoorView, Me } from "../account-views.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { clientOf, operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { giveCookie, takeCookie } from "../session-cookie.ts";

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 64 });
const Password = Type.String({ minLength: 1, maxLength: 256 });
const Code = Type.String({ minLength: 1, maxLength: 64 });

const Credentials = Type.Object(
  {
    name: Name,
    password: Password,
    code: Type.Optional(Type.String({ maxLength: 64, description: "from the authenticator, or a recovery code" })),
  },
  strict,
);
const First = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 64, description: "of the file setup-code in the hub's folder" }),
    ...{ name: Name, password: Password },
    display: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  strict,
);
const ByCode = Type.Object({ name: Name, code: Code, password: Password }, strict);

export const accountRoutes: Routes = (app, deps) => {
  const { store, clock, setup, oidc } = deps;

  app.get(
    "/api/door",
    { config: { access: "open" }, schema: answers("readDoor", "How one gets in here", DoorView) },
    async () => look(deps, async (tables) => ({ setup: await setup.isNeeded(tables), oidc: oidc !== null })),
  );

  app.post(
    "/api/setup",
    {
      config: { access: "open", audit: "own", secret: true },
      schema: { ...answers("setUp", "Make the first administrator", Me, 400, 403, 409, 422, 429), body: First },
    },
    async (request, reply) => {
      const { password, code, name: typed, display = typed } = request.body;
      const name = newName(typed);
      const [client, now] = [clientOf(request), clock()];
      await store.transaction((tables) => knock(tables, { name, address: client.address }, now));
      await look(deps, (tables) => setup.check(tables, code));
      await checkPassword(password, [name, display]);
      const passwordHash = await hashPassword(password);
      const { token, session } = await store.transaction(async (tables) => {
        await setup.take(tables, { code, name, display, passwordHash }, now);
        const entry = { at: now, who: name, address: client.address, what: "setUp", on: name, outcome: "done" };
        await addAudit(tables, { ...entry, request: request.id, detail: "" });
        return openFor(tables, name, request, now);
      });
      setup.over();
      giveCookie(request, reply, token);
      return meOf(store, session);
    },
  );

  app.post(
    "/api/password",
    {
      config: { access: "open", audit: "own", secret: true },
      schema: {
        ...answers("setPassword", "Set a password by a code that an administrator gave", Me, 400, 403, 422, 429),
        body: ByCode,
      },
    },
    async (request, reply) => {
      const { password, code } = request.body;
      const [client, now] = [clientOf(request), clock()];
      const name = await look(deps, (tables) => nameMeant(tables, request.body.name));
      await store.transaction((tables) => knock(tables, { name, address: client.address }, now));
      await look(deps, (tables) => findInvited(tables, name, code, now));
      await checkPassword(password, [name]);
      const passwordHash = await hashPassword(password);
      const signedIn = await act(deps, async (tables, changes) => {
        const account = await setByCode(tables, name, code, passwordHash, now);
        changes.people.add(name);
        const entry = { at: now, who: name, address: client.address, what: "setPassword", on: name, outcome: "done" };
        await addAudit(tables, { ...entry, request: request.id, detail: "by a code" });
        // Whoever has a one-time code set up still has to show one.
        return account.totp?.isOn ? null : openFor(tables, name, request, now);
      });
      if (signedIn === null)
        throw new Fault("TOTP_REQUIRED", "the password is set; sign in with it and a one-time code");
      giveCookie(request, reply, signedIn.token);
      return meOf(store, signedIn.session);
    },
  );

  app.post(
    "/api/session",
    {
      config: { access: "open", audit: "own", secret: true },
      schema: { ...answers("signIn", "Sign in", Me, 400, 401, 429), body: Credentials },
    },
    async (request, reply) => {
      const { token, session } = await signIn(store, request.body, clientOf(request), clock());
      giveCookie(request, reply, token);
      return meOf(store, session);
    },
  );

  app.get(
    "/api/session",
    { config: { access: "own" }, schema: answers("whoAmI", "Who is signed in", Me, 401) },
    async (request) => meOf(store, operatorOf(request)),
  );

  app.post(
    "/api/session/confirm",
    {
      config: { access: "own", audit: "own", secret: true, place: "any" },
      schema: {
        ...answers("confirmSession", "Show that it is still you, at another place", Me, 400, 401, 403, 429),
        body: Type.Omit(Credentials, ["name"]),
      },
    },
    async (request, reply) => {
      const { doorStore } = deps;
      const given = request.body;
      const { token, session } = await confirmSession(
        doorStore,
        operatorOf(request),
        given,
        clientOf(request),
        clock(),
      );
      giveCookie(request, reply, token);
      return meOf(store, session);
    },
  );

  app.delete(
    "/api/session",
    { config: { access: "own", place: "any" }, schema: answers("signOut", "Sign out", Type.Null(), 401) },
    async (request, reply) => {
      const { id, account } = operatorOf(request);
      await act(deps, async ({ sessions }, changes) => {
        await sessions.remove(id);
        changes.people.add(account);
      });
      takeCookie(reply);
      return null;
    },
  );
};

async function openFor(tables: Tables, name: string, request: FastifyRequest, now: number): Promise<SignedIn> {
  return newSession(tables, await findPerson(tables, name), clientOf(request), now);
}
