/** How every list is asked for and answered: `limit`, `cursor`, filters; `link` to the next page and `x-total-count`. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import { DeviceId, GatewayId } from "../../core/id.ts";
import { areasByWord } from "../rulebook/area-names.ts";
import { findArea, insideOf } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { CaseFilter, Mark, Page } from "../store/page.ts";
import type { Tables } from "../store/store.ts";

export const standardLimit = 100;
export const mostRows = 1000;

const word = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }));
const moment = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, description: `${description}, ms since 1970` }));

/** Of every list. */
export const paged = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: mostRows, default: standardLimit, description: "most rows to answer with" }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: "where to go on, as the `link` of the page before names it" }),
  ),
};

export const spanned = { from: moment("from then on"), to: moment("before then") };

export const searched = {
  q: Type.Optional(
    Type.String({ maxLength: 200, description: "words that all have to be in its title, its place or its id" }),
  ),
};

export const severityAsked = {
  severity: Type.Optional(
    Type.String({ pattern: "^[1-4](,[1-4]){0,3}$", description: "severities, 1 the gravest: `1,2`" }),
  ),
};

/** Of the lists of cases; each narrows. */
export const caseFilters = {
  ...paged,
  ...searched,
  ...severityAsked,
  ...spanned,
  area: word("an area of the rulebook, with everything in it"),
  class: word("a class of the rulebook"),
  unit: word("the unit that has it, by its id in the rulebook"),
  gateway: Type.Optional(GatewayId),
  device: Type.Optional(DeviceId),
};

/** `open`, `all`, or some of the noun's states by name. */
export function stateAsked(states: readonly string[]) {
  const one = states.join("|");
  return Type.Optional(
    Type.String({
      pattern: `^(open|all|(${one})(,(${one}))*)$`,
      default: "open",
      description: `what is open, everything (\`all\`), or some of: ${states.join(", ")}`,
    }),
  );
}

export function sortAsked<Name extends string>(names: readonly Name[]) {
  return Type.Optional(Type.Enum([...names], { default: names[0], description: "what comes first" }));
}

type Filters = { state?: string; severity?: string; area?: string; q?: string; class?: string; unit?: string } & {
  gateway?: string;
  device?: string;
  from?: number;
  to?: number;
};

/** The filter of a list of cases; `mine`: the areas that the person is kept to, null for all. */
export async function casesAsked<State extends string>(
  tables: Tables,
  { state, severity, area, q, class: code, unit, gateway, device, from, to }: Filters,
  mine: ReadonlySet<string> | null = null,
): Promise<CaseFilter<State>> {
  const areas = await areasAsked(tables, area, mine);
  const same = { q, meant: await areasByWord(tables, q), class: code, unit, gateway, device, from, to };
  return { ...same, areas, state: statesOf<State>(state), severity: severitiesOf(severity) };
}

/** What `stateAsked` let through. */
export function statesOf<State extends string>(asked = "open"): "open" | "all" | State[] {
  return asked === "open" || asked === "all" ? asked : (asked.split(",") as State[]);
}

export function severitiesOf(asked: string | undefined): number[] | undefined {
  return asked?.split(",").map(Number);
}

type Asked = { limit?: number; cursor?: string; sort?: string };

/** Limit, order and the place to go on at. Throws `INPUT_INVALID` for a cursor that is not of this order. */
export function pageAsked<Sort extends string>(query: Asked & { sort?: Sort }, standard: Sort) {
  const sort = query.sort ?? standard;
  return { limit: query.limit ?? standardLimit, sort, after: markIn(query.cursor, sort) };
}

export function cursorOf(sort: string, mark: Mark): string {
  return Buffer.from(JSON.stringify([sort, ...mark])).toString("base64url");
}

function markIn(cursor: string | undefined, sort: string): Mark | undefined {
  if (cursor === undefined) return undefined;
  const [of, ...mark] = read(cursor);
  if (of !== sort || mark.length === 0) throw strange();
  return mark;
}

const Read = Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 2, maxItems: 5 });

function read(cursor: string): (string | number)[] {
  try {
    return check(Read, JSON.parse(Buffer.from(cursor, "base64url").toString()), "INPUT_INVALID");
  } catch {
    throw strange();
  }
}

function strange(): Fault {
  return new Fault("INPUT_INVALID", "/cursor is none that this list gave in this order; read it from the start");
}

/** [RFC 8288] Tells where the next page is and how many rows there are. */
export function tellPage(request: FastifyRequest, reply: FastifyReply, sort: string, page: Page<unknown>): void {
  reply.header("x-total-count", String(page.total));
  if (page.next === null) return;
  const { pathname, searchParams } = new URL(request.url, "http://hub");
  searchParams.set("cursor", cursorOf(sort, page.next));
  reply.header("link", `<${pathname}?${searchParams}>; rel="next"`);
}

/**
 * The ids of the area asked for and of everything in it, as far as they are among `mine` (null: all). undefined: every area,
 * and what lies in none. Throws `INPUT_INVALID` for an area that is not there.
 */
export async function areasAsked(
  tables: Tables,
  id: string | undefined,
  mine: ReadonlySet<string> | null = null,
): Promise<readonly string[] | undefined> {
  if (id === undefined) return mine === null ? undefined : [...mine];
  const { areas } = await readBooks(tables);
  if (findArea(areas, id) === null) throw new Fault("INPUT_INVALID", `/area "${id}" is no area of the rulebook`);
  const inside = insideOf(areas, id);
  return mine === null ? inside : inside.filter((area) => mine.has(area));
}
