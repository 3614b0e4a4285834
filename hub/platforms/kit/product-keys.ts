/** Keys that a platform gives each product, written down as one secret text. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";

/** `what`: the platform's own name of such a key. */
export function ProductKeys(what: string) {
  return Type.String({
    pattern: "^\\s*\\S+\\s+\\S+\\s*([,;\\n]\\s*\\S+\\s+\\S+\\s*)*$",
    maxLength: 4000,
    description: `only for commands: ${what} of each product, as \`product key\`, several with a comma between`,
  });
}

/** Throws `COMMAND_INVALID` naming the product without one. */
export function keyOfProduct(text: string | undefined, product: string, what: string): string {
  const pairs = (text ?? "").split(/[,;\n]/).map((pair) => pair.trim().split(/\s+/));
  const key = pairs.find(([name]) => name === product)?.[1];
  if (key === undefined)
    throw new Fault(
      "COMMAND_INVALID",
      `the connector has no ${what} of product "${product}": set it, then give the command again`,
    );
  return key;
}

/** Throws `COMMAND_INVALID` naming what is not set. */
export function needSecret(value: string | undefined, name: string): string {
  if (value === undefined || value === "")
    throw new Fault("COMMAND_INVALID", `the connector has no ${name}: set it, then give the command again`);
  return value;
}
