/** Who may act on the gateway's page: a name, a PIN each, and how often it was tried wrong. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { Low } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";

type Derive = (pin: string, salt: Buffer, length: number) => Promise<Buffer>;
const derive = promisify(scrypt) as Derive;

/** `wrong` counts since the last right one; `lockedUntil` is wall time, ms. */
type Person = {
  name: string;
  salt: string;
  hash: string;
  wrong: number;
  lockedUntil: number;
  /** May install; absent in files of before. */
  isTechnician?: boolean;
};

export type People = {
  names(): string[];
  /** A new person, or a new PIN; `isFirst`: only where nobody is known. Throws `INPUT_INVALID` or `SIGN_IN_REQUIRED`. */
  put(name: string, pin: string, isTechnician?: boolean, isFirst?: boolean): Promise<void>;
  isTechnician(name: string): boolean;
  /** Throws `INPUT_INVALID` for the last who may install. */
  remove(name: string): Promise<void>;
  /** Another with each new PIN; null for nobody. */
  stampOf(name: string): string | null;
  /** Takes in what the command line wrote meanwhile. */
  look(): Promise<void>;
  /** Throws `SIGN_IN_REFUSED` with the tries that are left, or `SIGN_IN_LOCKED`. */
  signIn(name: string, pin: string, now: number): Promise<void>;
};

const mostPeople = 200;
export const mostTries = 5;
export const lockMs = 15 * 60_000;

export async function openPeople(folder: string, report: Report, disk?: Disk): Promise<People> {
  const adapter = stateFile<Person[]>(join(folder, "people.json"), report, disk);
  const file = new Low<Person[]>(adapter, []);
  await file.read();
  /** One try at a time: two at once would share one count. */
  let turn: Promise<unknown> = Promise.resolve();
  let writes = 0;

  async function save(people: Person[]): Promise<void> {
    writes++;
    file.data = people;
    await file.write();
  }

  /** What was written while it was read is newer. */
  async function look(): Promise<void> {
    const before = writes;
    const read = await adapter.read();
    if (read !== null && writes === before) file.data = read;
  }

  function inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const next = turn.then(run);
    turn = next.catch(() => undefined);
    return next;
  }

  async function attempt(name: string, pin: string, now: number): Promise<void> {
    await look();
    const person = file.data.find((entry) => entry.name === name);
    if (person === undefined) throw new Fault("SIGN_IN_REFUSED", `nobody is called "${name}"`);
    // A clock that was set back must not lock for longer than a lock lasts.
    const wait = Math.min(person.lockedUntil - now, lockMs);
    if (wait > 0) throw new Fault("SIGN_IN_LOCKED", `too many wrong PINs; ${Math.ceil(wait / 60_000)} minutes left`);
    const hash = await derive(pin, Buffer.from(person.salt, "hex"), 32);
    const isRight = timingSafeEqual(hash, Buffer.from(person.hash, "hex"));
    const wrong = isRight ? 0 : person.wrong + 1;
    const lockedUntil = wrong >= mostTries ? now + lockMs : 0;
    const next = { ...person, wrong: wrong >= mostTries ? 0 : wrong, lockedUntil };
    // On the disk before the answer: pulling the plug gives no fresh tries.
    if (wrong !== person.wrong) await save(file.data.map((entry) => (entry.name === name ? next : entry)));
    if (lockedUntil > 0) throw new Fault("SIGN_IN_LOCKED", `too many wrong PINs; ${lockMs / 60_000} minutes left`);
    if (!isRight) throw new Fault("SIGN_IN_REFUSED", `the PIN is wrong; ${mostTries - wrong} tries left`);
  }

  async function put(name: string, pin: string, isTechnician: boolean, isFirst: boolean): Promise<void> {
    if (name.trim() === "" || name.length > 64) throw new Fault("INPUT_INVALID", "/name must be 1 to 64 characters");
    if (!/^\d{4,8}$/.test(pin)) throw new Fault("INPUT_INVALID", "/pin must be 4 to 8 digits");
    await look();
    if (isFirst && file.data.length > 0) throw new Fault("SIGN_IN_REQUIRED", "somebody is known here by now");
    const others = file.data.filter((entry) => entry.name !== name);
    if (!isTechnician && file.data.some(mayInstall) && !others.some(mayInstall))
      throw new Fault("INPUT_INVALID", `/name "${name}" is the last who may install`);
    if (others.length >= mostPeople) throw new Fault("INPUT_INVALID", `/name is one more than ${mostPeople} people`);
    const salt = randomBytes(16);
    const hash = (await derive(pin, salt, 32)).toString("hex");
    await save([...others, { name, salt: salt.toString("hex"), hash, wrong: 0, lockedUntil: 0, isTechnician }]);
  }

  async function remove(name: string): Promise<void> {
    await look();
    const others = file.data.filter((entry) => entry.name !== name);
    if (others.length < file.data.length && file.data.some(mayInstall) && !others.some(mayInstall))
      throw new Fault("INPUT_INVALID", `/name "${name}" is the last who may install`);
    await save(others);
  }

  return {
    look,
    names: () => file.data.map(({ name }) => name),
    put: (name, pin, isTechnician = false, isFirst = false) => inTurn(() => put(name, pin, isTechnician, isFirst)),
    isTechnician: (name) => file.data.some((entry) => entry.name === name && mayInstall(entry)),
    remove: (name) => inTurn(() => remove(name)),
    stampOf: (name) => file.data.find((entry) => entry.name === name)?.salt ?? null,
    signIn: (name, pin, now) => inTurn(() => attempt(name, pin, now)),
  };
}

function mayInstall({ isTechnician }: Person): boolean {
  return isTechnician === true;
}
