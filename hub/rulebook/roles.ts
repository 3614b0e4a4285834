/** Roles: what each may do, whether it is limited to areas, whether it needs a second proof at the door. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { rights } from "../accounts/rights.ts";

const strict = { additionalProperties: false };
const RoleId = Type.String({ pattern: "^[a-z][a-z0-9-]{0,63}$" });

export const Role = Type.Object(
  {
    id: RoleId,
    name: Bilingual,
    rights: Type.Array(Type.Enum([...rights]), { maxItems: rights.length }),
    sees: Type.Enum(["everything", "areas"], { description: "areas: what lies in the person's own areas alone" }),
    totp: Type.Enum(["optional", "required"], { description: "a one-time code beside the password" }),
  },
  strict,
);
export type Role = Type.Static<typeof Role>;

export const Roles = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 200 }),
    roles: Type.Array(Role, { minItems: 1, maxItems: 100 }),
  },
  strict,
);
export type Roles = Type.Static<typeof Roles>;

export function findRole({ roles }: Roles, id: string): Role | null {
  return roles.find((role) => role.id === id) ?? null;
}

/** Whoever has it can set everything right again: roles, people, tables, everywhere. */
export function keepsTheKeys({ rights, sees }: Role): boolean {
  return rights.includes("people") && rights.includes("rulebook") && sees === "everything";
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfRoles({ roles }: Roles): string | null {
  const seen = new Set<string>();
  for (const [i, { id, rights: own }] of roles.entries()) {
    if (seen.has(id)) return `/roles/${i}/id "${id}" is there twice`;
    seen.add(id);
    if (new Set(own).size < own.length) return `/roles/${i}/rights names one twice`;
  }
  if (roles.some(keepsTheKeys)) return null;
  return '/roles one role must have "people" and "rulebook" and see everything: nobody could change anything any more';
}
