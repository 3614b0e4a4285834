/** Compiles a pattern with a matcher that takes linear time whatever comes: no line can stop the gateway. */
import { RE2JS } from "re2js";
import { Fault } from "../../core/fault.ts";

export type Pattern = {
  has(group: string): boolean;
  /** The named groups that took part; null where the text does not fit as a whole. */
  match(text: string): Record<string, string> | null;
};

/** Throws `SETTING_INVALID` for what is no pattern; RE2 has neither back-references nor look-around. */
export function compilePattern(text: string): Pattern {
  const compiled = compile(text);
  const names = Object.keys(compiled.namedGroups());
  return {
    has: (group) => names.includes(group),
    match(line) {
      const matcher = compiled.matcher(line);
      if (!matcher.matches()) return null;
      const found = names.map((name) => [name, matcher.group(name)] as const);
      return Object.fromEntries(found.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
    },
  };
}

function compile(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (cause) {
    throw new Fault("SETTING_INVALID", `/pattern: ${(cause as Error).message}`, { cause });
  }
}
