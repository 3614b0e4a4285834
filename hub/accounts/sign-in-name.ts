/** The names people sign in by: one spelling for each, so that none looks like another. */
import { Fault } from "../../core/fault.ts";
import type { Tables } from "../store/store.ts";

/** Names that act here, or that a reader would take for the system. */
const reserved = new Set(
  (
    "flows lilong district hub system root gateway token everybody nobody anonymous null undefined " +
    "constructor prototype tostring valueof hasownproperty"
  ).split(" "),
);

/** As RFC 8264 has it for user names, and no further than ASCII; `@` for who comes by a mail address. No dot at the end, which nobody sees. */
const shape = /^[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9_-])?$/;

/** [Unicode UAX #15, NFKC] What somebody typed with a Chinese keyboard's wide letters, or in capitals, is the same name. */
export function plainName(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase();
}

/** For an account that begins. Throws `INPUT_INVALID`. */
export function newName(typed: string): string {
  const name = plainName(typed);
  if (!shape.test(name))
    throw new Fault("INPUT_INVALID", "/name must be letters a-z, digits and . _ @ -, at most 64, and end in no dot");
  if (reserved.has(name)) throw new Fault("INPUT_INVALID", `/name "${name}" is a name of the hub's own; take another`);
  return name;
}

/** The account somebody means: as it is written, for those from before there was one spelling, or as it would be written now. */
export async function nameMeant({ accounts }: Pick<Tables, "accounts">, typed: string): Promise<string> {
  return (await accounts.find(typed)) === null ? plainName(typed) : typed;
}
