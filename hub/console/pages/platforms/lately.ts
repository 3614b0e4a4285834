/** Secrets that were just set here: shown while this page of the browser is open, kept nowhere. */

const lately = new Map<string, Record<string, string>>();

export function keepSecrets(connector: string, secrets: Record<string, string | null>): void {
  const set = Object.entries(secrets).filter((one): one is [string, string] => one[1] !== null);
  if (set.length > 0) lately.set(connector, { ...lately.get(connector), ...Object.fromEntries(set) });
}

export function secretsOfLate(connector: string): Record<string, string> {
  return lately.get(connector) ?? {};
}

/** Keys are copied from the platform's page; these alone are entered there. */
export function toPaste({ token, secret }: Record<string, string>): Record<string, string> {
  return { ...(token === undefined ? {} : { token }), ...(secret === undefined ? {} : { secret }) };
}

/** 192 bits, in letters that an address may hold. */
export function newSecret(): string {
  const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const random = crypto.getRandomValues(new Uint32Array(33));
  return [...random].map((each) => letters[each % letters.length]).join("");
}
