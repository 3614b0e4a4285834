/** No link is dead: what the hub and its console lead to is a page of the console. */
import { expect, test } from "vitest";
import { isTest, readSources } from "./imports.ts";

const sources = readSources().filter((source) => source.path.startsWith("hub/") && !isTest(source));
const read = (file: string) => sources.find(({ path }) => path === file)?.text ?? "";
const routers = ["hub/console/app.tsx", "hub/console/pages/micro/micro-app.tsx"];
const routes = routers.flatMap((file) =>
  [...read(file).matchAll(/<Route path="([^"]+)"/g)].map(([, path = ""]) => path),
);
const patterns = [...routes, "/wall"].map((path) => new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`));

/** Of other doors: the API, its files, the flow editor behind the hub. */
const isElsewhere = (path: string) => /^\/(api|assets|flows)(\/|$)/.test(path);

/** What is put into a link when it is made stands for one part of the path. */
function linksIn(text: string): string[] {
  const said = [...text.matchAll(/\bhref(?:: |=\{?)["`](\/[^"`]*)/g)].map(([, href = ""]) => href);
  return said.map((href) => href.replaceAll(/\$\{[^}]*\}/g, "x").replace(/[?#].*$/s, ""));
}

test("there are routes and links to hold to each other", () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(linksIn(read("hub/registry/search.ts"))).toEqual([
    "/devices/x/x",
    "/gateways/x",
    "/tickets/x",
    "/devices",
    "/settings/people",
  ]);
});

test("each link leads to a page that is there", () => {
  const dead = sources
    .flatMap(({ path: file, text }) => linksIn(text).map((path) => ({ file, path })))
    .filter(({ path }) => !isElsewhere(path) && !patterns.some((pattern) => pattern.test(path)));
  expect(dead).toEqual([]);
});
