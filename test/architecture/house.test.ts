/** The house rules as tests: who may import whom, what is pure, how files are named and begin. */
import { describe, expect, it } from "vitest";
import { isOwn, isTest, readSources, type Source } from "./imports.ts";

const sources = readSources();
const product = sources.filter((source) => !isTest(source));

/** Per folder: the folders of the project it may import from besides itself. The first row that fits a path counts. */
const allowed: [folder: RegExp, others: RegExp][] = [
  [/^core\//, /^core\//],
  [/^drivers\/drivers\.ts$/, /^(core|drivers)\//],
  [/^drivers\/kit\//, /^(core|drivers\/kit)\//],
  [/^drivers\/([^/]+)\//, /^(core|drivers\/kit|drivers\/$1)\//],
  [/^hardware\/virtual\//, /^(core|drivers|hardware)\//],
  [/^hardware\//, /^(core|hardware)\//],
  [/^agent\//, /^(core|drivers|agent)\//],
  [/^hub\/platforms\//, /^(core|drivers|hub)\//],
  [/^hub\//, /^(core|hub)\//],
  [/^flows\//, /^(core|flows)\//],
  [/^(test|bench)\//, /./],
];

/** Packages that pure code may use: the schema and CBOR libraries, and what only computes: a linear-time matcher, Node's ciphers. */
const purePackages = /^(typebox|typebox\/.+|cborg|re2js|node:crypto)$/;

/** What pure code may not reach for: the clock, the environment, randomness, timers. */
const impure =
  /\b(Date\.now|new Date\(\)|performance\.|process\.|Math\.random|crypto\.|setTimeout|setInterval|globalThis|console\.)/;

function allowedFor(path: string): RegExp {
  for (const [folder, others] of allowed) {
    const match = folder.exec(path);
    if (match !== null) return new RegExp(others.source.replace("$1", match[1] ?? ""));
  }
  throw new Error(`no rule for ${path}`);
}

/** Lines `file → what`, so that a failure names the culprit. */
const offences = (files: readonly Source[], found: (source: Source) => string[]) =>
  files.flatMap((source) => found(source).map((what) => `${source.path} → ${what}`));

describe("the house", () => {
  it("finds its sources and their imports", () => {
    expect(sources.length).toBeGreaterThan(60);
    const main = sources.find(({ path }) => path === "agent/main.ts");
    expect(main?.imports).toContain("drivers/drivers.ts");
  });

  it("lets each folder import only what the table allows", () => {
    expect(
      offences(product, ({ path, imports }) => imports.filter((name) => isOwn(name) && !allowedFor(path).test(name))),
    ).toEqual([]);
  });

  it("keeps core and drivers pure: no node modules but ciphers, no other packages", () => {
    const pure = product.filter(({ path }) => /^(core|drivers)\//.test(path));
    expect(offences(pure, ({ imports }) => imports.filter((name) => !isOwn(name) && !purePackages.test(name)))).toEqual(
      [],
    );
  });

  it("keeps core and drivers pure: no clock, environment or randomness", () => {
    const pure = product.filter(({ path }) => /^(core|drivers)\//.test(path));
    expect(
      offences(pure, ({ text }) => withoutComments(text).match(impure) ?? []).map((line) => line.split(" → ")[0]),
    ).toEqual([]);
  });

  it("knows of a database in hub/store alone, and of locks by it", () => {
    const strangers = product.filter(
      ({ path }) => !path.startsWith("hub/store/") && path !== "agent/journal/lock.ts" && !path.startsWith("bench/"),
    );
    expect(
      offences(strangers, ({ text, imports }) => [
        ...imports.filter((name) => /kysely|sqlite/.test(name)),
        ...(withoutComments(text).match(/node:sqlite/) ?? []),
      ]),
    ).toEqual([]);
  });

  it("builds and parses topics in core/topics.ts alone", () => {
    const strangers = product.filter(({ path }) => path !== "core/topics.ts" && !path.startsWith("bench/"));
    expect(offences(strangers, ({ text }) => withoutComments(text).match(/["'`]lilong\/1\b/) ?? [])).toEqual([]);
  });

  it("lets the console speak to the hub through its typed client alone", () => {
    const pages = product.filter(({ path }) => /^hub\/console\/(?!client\/)/.test(path));
    expect(pages.length).toBeGreaterThan(300);
    // The one that keeps what is sent for days gives addresses of the document on, and hears what became of each.
    const outbox = "hub/console/pages/micro/ask-hub.ts";
    expect(
      offences(pages, ({ path, text, imports }) => [
        ...(withoutComments(text).match(/(?<!\w)fetch\(|XMLHttpRequest|sendBeacon|new WebSocket/g) ?? []),
        ...imports.filter((name) => path !== outbox && /console\/client\/(send|upload)\.ts$/.test(name)),
      ]),
    ).toEqual([]);
  });

  it("opens each file with one sentence on what it is for", () => {
    expect(offences(product, ({ text }) => (/^(#!.*\n)?\/\*\* \S/.test(text) ? [] : ["no opening sentence"]))).toEqual(
      [],
    );
  });

  it("names files in kebab-case and has no room for odds and ends", () => {
    const odd = /(^|\/)(utils?|helpers?|common|managers?|services?|misc)(\/|\.|-|$)/;
    expect(
      sources
        .filter(({ path }) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.test|\.d)?\.tsx?$/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
    expect(sources.filter(({ path }) => odd.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it("keeps files short: 300 lines, tables and tests exempt", () => {
    const tables =
      /^(hub\/console\/(i18n\/|pages\/[^/]+\/words\.ts|client\/schema\.ts)|hub\/store\/sqlite\/(migrations|schema)|core\/fault\.ts|agent\/doctor\/words\.ts)/;
    const long = product.filter(({ path, text }) => !tables.test(path) && text.split("\n").length > 300);
    expect(long.map(({ path, text }) => `${path} ${text.split("\n").length}`)).toEqual([]);
  });

  it("skips no test", () => {
    const skipping = /\b(it|test|describe)\.(skip|todo|only|skipIf|runIf)\b/;
    expect(
      offences(
        sources.filter((source) => isTest(source) && !source.path.startsWith("test/architecture/")),
        ({ text }) => text.match(skipping)?.slice(0, 1) ?? [],
      ),
    ).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
