/** The door of the page: who comes in, who may install, and who lets others in. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock/clock.ts";
import { NewPerson, OldPerson, SignIn } from "./bodies.ts";
import type { People } from "./people.ts";
import { readJson } from "./request.ts";
import type { SessionView } from "./session-view.ts";
import { type Sessions, sessionMs } from "./sessions.ts";

export type Door = {
  whoIs(request: IncomingMessage): string | null;
  /** Throws `SIGN_IN_REQUIRED`, or `SIGN_IN_REFUSED` for who is no technician. */
  technician(request: IncomingMessage): string;
  session(request: IncomingMessage): SessionView;
  /** What is posted, by its path. */
  ways: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<unknown>>>;
};

type Deps = { folder: string; people: People; sessions: Sessions; clock: Pick<Clock, "wall"> };

const cookieName = "lilong";
/** Made at the first start, with its PIN in the file below. */
const firstTechnician = "安装员";
const firstPinFile = "setup-pin";

export function openDoor({ folder, people, sessions, clock }: Deps): Door {
  const pinFile = join(folder, firstPinFile);

  function whoIs(request: IncomingMessage): string | null {
    return sessions.whoIs(tokenOf(request));
  }

  function technician(request: IncomingMessage): string {
    const name = whoIs(request);
    if (name === null) throw new Fault("SIGN_IN_REQUIRED", "this is for technicians");
    if (!people.isTechnician(name)) throw new Fault("SIGN_IN_REFUSED", `"${name}" is no technician`);
    return name;
  }

  async function signIn(request: IncomingMessage, response: ServerResponse) {
    const { name, pin } = check(SignIn, await readJson(request), "INPUT_INVALID");
    await people.signIn(name, pin, clock.wall());
    setCookie(response, await sessions.begin(name), sessionMs / 1000);
    return { name };
  }

  async function signOut(request: IncomingMessage, response: ServerResponse) {
    await sessions.end(tokenOf(request));
    setCookie(response, "", 0);
    return {};
  }

  /** A technician lets somebody in, or gives a new PIN; where nobody is known, the first to come is the technician. */
  async function put(request: IncomingMessage) {
    const isFirst = people.names().length === 0;
    if (!isFirst) technician(request);
    const { name, pin, isTechnician = false } = check(NewPerson, await readJson(request), "INPUT_INVALID");
    const known = name.trim();
    await people.put(known, pin, isFirst || isTechnician, isFirst);
    if (known === firstTechnician) await rm(pinFile, { force: true });
    return {};
  }

  async function dismiss(request: IncomingMessage) {
    technician(request);
    const { name } = check(OldPerson, await readJson(request), "INPUT_INVALID");
    await people.remove(name);
    return {};
  }

  return {
    whoIs,
    technician,
    session(request) {
      const name = whoIs(request);
      const all = people.names();
      return {
        name,
        people: all.map((one) => ({ name: one, isTechnician: people.isTechnician(one) })),
        isTechnician: name !== null && people.isTechnician(name),
        firstPin: all.join() === firstTechnician && existsSync(pinFile) ? resolve(pinFile) : null,
      };
    },
    ways: { "/api/session": signIn, "/api/signout": signOut, "/api/person": put, "/api/dismiss": dismiss },
  };
}

function tokenOf({ headers }: IncomingMessage): string {
  return new RegExp(`${cookieName}=([0-9a-f]{64})`).exec(headers.cookie ?? "")?.[1] ?? "";
}

function setCookie(response: ServerResponse, token: string, seconds: number): void {
  response.setHeader("set-cookie", `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`);
}
