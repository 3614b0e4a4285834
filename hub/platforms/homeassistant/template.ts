/** Home Assistant's value templates in their simple forms: a value of the JSON, or one of two words by it. Nothing is executed. */
import { isObject } from "../kit/json.ts";

/** Where the value is; and what it stands for, where it only decides. */
export type Template = { path: string[] | null; words?: { yes: string; no: string } };

const name = `value_json((?:\\.[A-Za-z_]\\w*|\\[\\s*(?:'[^'\\]]+'|"[^"\\]]+"|\\d+)\\s*\\])*)`;
/** Filters that change how a number is written or what stands in for none; the driver does that here. */
const filters = "(?:\\s*\\|\\s*(?:float|int|round|default|is_defined|string|bool|upper|lower)\\s*(?:\\([^()]*\\))?)*";
const plain = new RegExp(`^\\{\\{\\s*(?:value|${name})${filters}\\s*\\}\\}$`);
const either = new RegExp(`^\\{\\{\\s*['"]([^'"]*)['"] if ${name} else ['"]([^'"]*)['"]\\s*\\}\\}$`);
const block = new RegExp(`^\\{%\\s*if ${name}\\s*%\\}([^{}]*)\\{%\\s*else\\s*%\\}([^{}]*)\\{%\\s*endif\\s*%\\}$`);

/** Patterns take their time with longer ones. */
const longest = 300;

/** Null where it is beyond the simple forms. "" is the text as it came. */
export function parseTemplate(text: string): Template | null {
  const template = text.trim();
  if (template.length > longest) return null;
  if (template === "") return { path: null };
  const value = plain.exec(template);
  if (value !== null) return { path: template.includes("value_json") ? pathOf(value[1]) : null };
  const words = either.exec(template);
  if (words !== null) return { path: pathOf(words[2]), words: { yes: words[1] ?? "", no: words[3] ?? "" } };
  const branches = block.exec(template);
  if (branches === null) return null;
  return { path: pathOf(branches[1]), words: { yes: (branches[2] ?? "").trim(), no: (branches[3] ?? "").trim() } };
}

function pathOf(text = ""): string[] {
  return [...text.matchAll(/\.([A-Za-z_]\w*)|\[\s*(?:'([^']+)'|"([^"]+)"|(\d+))\s*\]/g)].map(
    ([, dotted, single, double, index]) => dotted ?? single ?? double ?? index ?? "",
  );
}

/** Undefined where the message does not tell it. */
export function render({ path, words }: Template, text: string): unknown {
  const value = path === null ? text.trim() : find(jsonOf(text), path);
  if (value === undefined || words === undefined) return value;
  return isTrue(value) ? words.yes : words.no;
}

function find(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/** As Python has it. */
function isTrue(value: unknown): boolean {
  return value !== false && value !== null && value !== 0 && value !== "";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
