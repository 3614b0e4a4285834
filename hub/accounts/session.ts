/** Who asks: a person by a browser, a person's token, or the flows; with what they may do and where. */
import { Fault } from "../../core/fault.ts";
import { type Areas, findArea, within } from "../rulebook/areas.ts";
import type { Role } from "../rulebook/roles.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { Right } from "./rights.ts";

export type Session = {
  by: "person" | "token" | "flows";
  /** Of the browser's session, or of the token; empty for the flows. */
  id: string;
  account: string;
  role: string;
  rights: ReadonlySet<Right>;
  /** Ids of the rulebook, with all that lies in them; null: everywhere. */
  areas: ReadonlySet<string> | null;
  expiresAt: number;
  /** The role asks for a one-time code that this person has not set up: until then nothing else opens. */
  needsTotp: boolean;
  /** elsewhere: it came from a place where its person has not given the password; it reads, and changes nothing. */
  place: "proved" | "elsewhere";
};

export type Standing = Pick<Session, "account" | "role" | "rights" | "areas" | "needsTotp">;

/** What the role gives this person. A role that the table lost gives nothing. */
export function standingOf(account: AccountRow, role: Role | null, areas: Areas): Standing {
  const needsTotp = role?.totp === "required" && account.totp?.isOn !== true;
  return {
    ...{ account: account.name, role: account.role, needsTotp },
    rights: new Set(needsTotp ? [] : role?.rights),
    areas: role?.sees === "everything" ? null : withAllInside(areas, account.areas),
  };
}

/** The areas, and every area that lies in one of them. */
export function withAllInside(areas: Areas, own: readonly string[]): ReadonlySet<string> {
  const isInside = (id: string) => within(areas, findArea(areas, id)).some((area) => own.includes(area.id));
  return new Set(areas.areas.map(({ id }) => id).filter(isInside));
}

/** Throws `RIGHT_MISSING`, with a sentence that names the right and who can give it. */
export function demand({ rights, account, role }: Standing, right: Right): void {
  if (!rights.has(right))
    throw new Fault("RIGHT_MISSING", `${account} (${role}) has not the right "${right}"; an administrator can give it`);
}
