/** Lists of the registry: where to go on, how many there are, and what the person may see. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { Fault } from "../../core/fault.ts";
import { under } from "../registry/areas.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";

export type Mark = readonly (string | number)[];

export const pageAsked = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: "most rows to answer with" }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: "where to go on, as the `link` of the page before names it" }),
  ),
};

/** Throws `INPUT_INVALID` for a cursor that no list gave. */
export function markOf(cursor: string | undefined): Mark | undefined {
  if (cursor === undefined) return undefined;
  try {
    const mark = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isMark = Array.isArray(mark) && mark.length === 2 && typeof mark[0] === "string" && Number.isInteger(mark[1]);
    if (isMark) return mark;
  } catch {
    throw strange();
  }
  throw strange();
}

function strange(): Fault {
  return new Fault("INPUT_INVALID", "/cursor is none that this list gave; read it from the start");
}

/** [RFC 8288] Tells where the next page is and how many rows there are. */
export function tellPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: { total: number; next: Mark | null },
): void {
  reply.header("x-total-count", String(page.total));
  if (page.next === null) return;
  const { pathname, searchParams } = new URL(request.url, "http://hub");
  searchParams.set("cursor", Buffer.from(JSON.stringify(page.next)).toString("base64url"));
  reply.header("link", `<${pathname}?${searchParams}>; rel="next"`);
}

/** The area asked for with all that lies in it. Throws `INPUT_INVALID` for one that is not there. */
export async function areasAsked(tables: Tables, id: string | undefined): Promise<string[] | undefined> {
  if (id === undefined) return undefined;
  const { areas } = await readBooks(tables);
  if (findArea(areas, id) === null) throw new Fault("INPUT_INVALID", `/area "${id}" is no area of the rulebook`);
  return under(areas, id);
}

/** The areas the person is kept to; undefined: all. */
export function sightOf(request: FastifyRequest): readonly string[] | undefined {
  const { areas = null } = (request.session ?? {}) as { areas?: Iterable<string> | null };
  return areas === null ? undefined : [...areas];
}
