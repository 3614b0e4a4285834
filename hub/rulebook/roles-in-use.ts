/** Whether a table of roles still fits the people there are: nobody may be left without a role, nor everybody without the keys. */
import { hasPassword } from "../accounts/has-password.ts";
import type { Tables } from "../store/store.ts";
import { findRole, keepsTheKeys, type Roles } from "./roles.ts";

/** As `/path why`; null when it fits. Where nobody is yet, every table does. */
export async function whyRolesLockOut({ accounts }: Pick<Tables, "accounts">, roles: Roles): Promise<string | null> {
  const people = (await accounts.list()).filter(({ active }) => active);
  const lost = people.find(({ role }) => findRole(roles, role) === null);
  if (lost !== undefined) return `/roles "${lost.role}" is missing: ${lost.name} has it; give them another role first`;
  const keeps = (role: string) => roles.roles.some((one) => one.id === role && keepsTheKeys(one));
  // Who was only invited may never come; where nobody has a password, all come by the organisation's sign-in.
  const able = people.some(hasPassword) ? people.filter(hasPassword) : people;
  if (people.length === 0 || able.some(({ role }) => keeps(role))) return null;
  return '/roles would leave nobody with "people" and "rulebook" who sees everything';
}
