/** The door: how often a name and an address may try, before any password is looked at. */
import { Fault } from "../../core/fault.ts";
import type { Tables } from "../store/store.ts";
import { placeOf } from "./place.ts";

const tryMs = 60_000;
/** Of one name from one address. */
const mostTries = 5;
/** Of one name, from wherever: those that are still being looked at count too. */
const mostOfName = 10;
/** Whatever the names, and right ones too: each costs a password hash. */
const mostFromAddress = 20;
const firstWaitMs = 60_000;
const mostWaitMs = 15 * 60_000;
const forgottenAfterMs = 24 * 3_600_000;

export type Knock = { name: string; address: string };

/** Throws `SIGN_IN_LOCKED`. What it counts is little and is forgotten. */
export async function knock(tables: Tables, { name, address }: Knock, now: number): Promise<void> {
  const { tries } = tables;
  await tries.removeBefore(now - tryMs);
  if ((await tries.countSince(whoOf(name, address), now - tryMs)) >= mostTries)
    throw new Fault("SIGN_IN_LOCKED", `"${name}" was tried ${mostTries} times in a minute`);
  if ((await tries.countSince(address, now - tryMs)) >= mostFromAddress)
    throw new Fault("SIGN_IN_LOCKED", `${mostFromAddress} tries came from ${address} in a minute`);
  if (!(await isAtHome(tables, { name, address }))) await checkName(tables, name, now);
  await tries.add(whoOf(name, address), now);
  await tries.add(address, now);
  await tries.add(everywhere(name), now);
}

/** Who has given the password there is let in there, whoever else tries the name from elsewhere. */
async function isAtHome({ sessions }: Tables, { name, address }: Knock): Promise<boolean> {
  return (await sessions.listOf(name)).some(({ proved }) => proved.includes(placeOf(address)));
}

async function checkName({ waits, tries }: Tables, name: string, now: number): Promise<void> {
  if ((await tries.countSince(everywhere(name), now - tryMs)) >= mostOfName)
    throw new Fault("SIGN_IN_LOCKED", `"${name}" was tried ${mostOfName} times in a minute`);
  const wait = await waits.find(name);
  if (wait === null || wait.until <= now) return;
  const seconds = Math.ceil((wait.until - now) / 1000);
  throw new Fault("SIGN_IN_LOCKED", `"${name}" was tried ${wait.fails} times in vain; the next try is in ${seconds} s`);
}

/** A wrong try: from the fifth on the name waits, each time twice as long, a quarter of an hour at most. Answers whether it waits now. */
export async function failed({ waits }: Tables, name: string, now: number): Promise<boolean> {
  await waits.removeBefore(now - forgottenAfterMs);
  const fails = ((await waits.find(name))?.fails ?? 0) + 1;
  const waitMs = fails < mostTries ? 0 : Math.min(firstWaitMs * 2 ** (fails - mostTries), mostWaitMs);
  await waits.put(name, { fails, until: now + waitMs });
  return waitMs > 0;
}

export async function opened({ waits, tries }: Tables, { name, address }: Knock): Promise<void> {
  await waits.forget(name);
  await tries.forget(whoOf(name, address));
  await tries.forget(everywhere(name));
}

/** No address looks like this. */
function everywhere(name: string): string {
  return `* ${name}`;
}

function whoOf(name: string, address: string): string {
  return `${address} ${name}`;
}
