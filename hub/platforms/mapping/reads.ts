/** What platforms with somebody's own mapping share: how a message is given to the expressions, and what is read of it. */
import jsonata from "jsonata";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { Push } from "../../store/pushes.ts";
import { parseJson } from "../kit/json.ts";
import { type Once, sameForEver } from "../kit/once.ts";
import type { Facts } from "../kit/platform.ts";
import { toldOf } from "./mapping.ts";

/** Part of a platform's settings. */
export const readsSetting = Type.Optional(
  Type.Enum(["json", "text"], {
    description: "what a message is to the expressions: `json`, or `text` as it came; `json` unless given",
  }),
);

type Wish = { mapping: string; key?: string; sameForS?: number; reads?: "json" | "text" };

/** Throws `INPUT_INVALID` naming the expression that is none, and where. */
export function examine(wish: { mapping: string; key?: string }): void {
  for (const name of ["mapping", "key"] as const)
    try {
      if (wish[name] !== undefined) jsonata(wish[name]);
    } catch (cause) {
      const { message, position } = cause as { message?: string; position?: number };
      const where = position === undefined ? "" : ` at character ${position}`;
      throw new Fault("INPUT_INVALID", `/settings/${name} is no JSONata${where}: ${message}`, { cause });
    }
}

/** `$from` is the topic or the path, `$received` when it came, ms since 1970. */
export function askOf({ from, body, received }: Pick<Push, "from" | "body" | "received">, wish: Wish) {
  const { mapping, key, reads = "json" } = wish;
  const input = reads === "json" ? parseJson(body) : Buffer.from(body).toString("utf8");
  return { mapping, ...(key === undefined ? {} : { key }), input, bindings: { from, received } };
}

/** With a key, what says the same has the same key; until it is read, it is known by what it says. */
export function onceOf({ key, sameForS = 20 }: Wish): Once {
  return key === undefined ? { sameForMs: sameForS * 1000 } : sameForEver;
}

export function readMapped(facts: Facts) {
  return toldOf(facts.mapping);
}
