/** At the second door no secret is compared but in constant time: the house's one comparison, and nothing beside it. */
import { expect, test } from "vitest";
import { isTest, readSources } from "./imports.ts";

const home = "hub/platforms/kit/secret.ts";
const sources = readSources().filter((source) => source.path.startsWith("hub/platforms/") && !isTest(source));

/** Names of what only the right one knows, or of what is made of it. */
const secret = /(secret|token|password|passphrase|credential|signature|hmac|digest|hash|masterkey|accesskey|apikey)/i;
/** What is nobody's secret: that there is none, of what kind it is, how the thing with such a name is set. */
const harmless = /^(undefined|null|"[^"]*"|'[^']*'|true|false|-?\d+)$/;

const operand = String.raw`[\w.?!]+(?:\([^()]*\))?(?:\[[^\]]*\])?|"[^"]*"|'[^']*'|\x60[^\x60]*\x60`;
const comparison = new RegExp(`(${operand})\\s*(===|!==|==|!=)\\s*(${operand})`, "g");
const call = new RegExp(
  `(${operand})\\.(startsWith|endsWith|includes|indexOf|equals|localeCompare|match)\\((${operand})`,
  "g",
);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

/** A secret on one side, and on the other what is no word of ours. */
function comparisonsIn(text: string): string[] {
  return [comparison, call].flatMap((pattern) =>
    [...withoutComments(text).matchAll(pattern)]
      .filter(([, left = "", , right = ""]) => secret.test(left) || secret.test(right))
      .filter(([, left = "", , right = ""]) => !harmless.test(left) && !harmless.test(right))
      .map(([all]) => all),
  );
}

test("the rule finds what it is for", () => {
  const bad = ["if (given === known.token) x;", "a.signature !== made", "token == shown", "hash(a) === hash(b)"];
  for (const text of [...bad, "secrets.token.startsWith(given)", "digest.equals(other)"])
    expect([text, comparisonsIn(text).length]).toEqual([text, 1]);
  for (const text of [
    'token === ""',
    "secrets.token === undefined",
    'typeof signature !== "string"',
    "row.id === other.id",
  ])
    expect([text, comparisonsIn(text)]).toEqual([text, []]);
});

test("nothing at the second door compares a secret by itself", () => {
  expect(sources.length).toBeGreaterThan(80);
  const found = sources
    .filter(({ path }) => path !== home)
    .flatMap(({ path, text }) => comparisonsIn(text).map((what) => `${path} → ${what}`));
  expect(found).toEqual([]);
});

test("the one comparison is Node's in constant time, of hashes that are as long as each other, and has no other way out", () => {
  const text = withoutComments(sources.find(({ path }) => path === home)?.text ?? "");
  const body = /function isSame\([^)]*\): boolean \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? "";
  expect(body.match(/\breturn\b/g)).toHaveLength(1);
  expect(body).toMatch(/return timingSafeEqual\(hash\(given\), hash\(known\)\);/);
  expect(body).not.toMatch(/===|!==|==|\bif\b|&&|\|\|/);
});
