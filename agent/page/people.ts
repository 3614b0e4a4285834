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
  /** A new person, or a new PIN. Throws `INPUT_INVALID`. */
  put(name: string, pin: string, isTechnician?: boolean): Promise<void>;
  isTechnician(name: string): boolean;
  remove(name: string): Promise<void>;
  /** Throws `SIGN_IN_REFUSED` with the tries that are left, or `SIGN_IN_LOCKED`. */
  signIn(name: string, pin: string, now: number): Promise<void>;
};

export const mostTries = 5;
export const lockMs = 15 * 60_000;

export async function openPeople(folder: string, report: Report, disk?: Disk): Promise<People> {
  const file = new Low<Person[]>(stateFile(join(folder, "people.json"), report, disk), []);
  await file.read();
  /** One try at a time: two at once would share one count. */
  let turn: Promise<unknown> = Promise.resolve();

  async function save(people: Person[]): Promise<void> {
    file.data = people;
    await file.write();
  }

  async function attempt(name: string, pin: string, now: number): Promise<void> {
    // The command line may have written meanwhile.
    await file.read();
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

  return {
    names: () => file.data.map(({ name }) => name),
    async put(name, pin, isTechnician = false) {
      if (name.trim() === "" || name.length > 64) throw new Fault("INPUT_INVALID", "/name must be 1 to 64 characters");
      if (!/^\d{4,8}$/.test(pin)) throw new Fault("INPUT_INVALID", "/pin must be 4 to 8 digits");
      const salt = randomBytes(16);
      const hash = (await derive(pin, salt, 32)).toString("hex");
      const person = { name, salt: salt.toString("hex"), hash, wrong: 0, lockedUntil: 0, isTechnician };
      await save([...file.data.filter((entry) => entry.name !== name), person]);
    },
    isTechnician: (name) => file.data.some((entry) => entry.name === name && entry.isTechnician === true),
    async remove(name) {
      await save(file.data.filter((entry) => entry.name !== name));
    },
    signIn(name, pin, now) {
      const next = turn.then(() => attempt(name, pin, now));
      turn = next.catch(() => undefined);
      return next;
    },
  };
}
