/** The hub's API as the console asks it: paths, questions and answers have the types of the hub's own document. */

import type { Operations } from "./schema.ts";
import { type Heard, send } from "./send.ts";
import { noteTag } from "./tags.ts";
import { type Told, upload } from "./upload.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Name = keyof Operations & string;
type PathOf<M extends Method> = Name extends infer Any ? (Any extends `${M} ${infer Path}` ? Path : never) : never;
type Operation<M extends Method, Path extends string> = Operations[`${M} ${Path}` & Name];

export type Ask<M extends Method, Path extends string> = Operation<M, Path>["ask"];
export type Answer<M extends Method, Path extends string> = Operation<M, Path>["answer"];

/** What may go with any question: see `send.ts`. `file`: it is the body itself, of this type. */
export type With = { key?: string; ifMatch?: string; signal?: AbortSignal; file?: Blob; type?: string };

/** Where all that can be asked is optional, nothing need be said. */
type Words<M extends Method, Path extends string> =
  Record<never, never> extends Ask<M, Path> ? [ask?: Ask<M, Path> & With] : [ask: Ask<M, Path> & With];

type Call<M extends Method> = <Path extends PathOf<M>>(
  path: Path,
  ...words: Words<M, Path>
) => Promise<Answer<M, Path>>;

/** What it says, and the tag to change it by later, as `ifMatch`. */
export type Read<View> = { value: View; tag: string | null };

export type Listed<Row> = {
  rows: Row[];
  /** How many there are with these filters. */
  total: number;
  /** Where the next page begins: the `cursor` to ask for. */
  next: string | null;
};

type RowOf<List> = List extends (infer Row)[] ? Row : never;

/** As many rows as the hub gives at once. */
const rowsOfPage = 1000;
const mostPages = 30;

type Anything = { path?: Record<string, string | number>; query?: Record<string, unknown>; body?: unknown } & With;

function call<M extends Method>(method: M): Call<M> {
  return async (path, ...[ask]) => {
    const { body, headers } = await say(method, path, ask as Anything);
    if (method === "GET") noteTag(body, headers.get("etag"));
    return body as never;
  };
}

function say(method: string, path: string, ask: Anything = {}): Promise<Heard> {
  const body = ask.file ?? ask.body;
  return send(method, addressOf(path, ask), { ...ask, ...(body === undefined ? {} : { body }) });
}

export const client = {
  /** Its tag is remembered: see `asSeen`. */
  get: call("GET"),
  /** With its tag, where that outlives the answer. */
  async read<Path extends PathOf<"GET">>(path: Path, ...ask: Words<"GET", Path>): Promise<Read<Answer<"GET", Path>>> {
    const { body, headers } = await say("GET", path, ask[0] as Anything);
    return { value: body as never, tag: headers.get("etag") };
  },
  post: call("POST"),
  put: call("PUT"),
  patch: call("PATCH"),
  delete: call("DELETE"),
  /** A list with its count and the way to the next page. */
  async list<Path extends PathOf<"GET">>(
    path: Path,
    ...[ask]: Words<"GET", Path>
  ): Promise<Listed<RowOf<Answer<"GET", Path>>>> {
    const { body, headers } = await say("GET", path, ask as Anything);
    const rows = body as RowOf<Answer<"GET", Path>>[];
    const link = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    const next = link === undefined ? null : new URLSearchParams(link.slice(link.indexOf("?"))).get("cursor");
    return { rows, total: Number(headers.get("x-total-count") ?? rows.length), next };
  },
  /** A file that may take long: `told` hears how far it is. The same bytes again change nothing: it has no key. */
  async upload<Path extends PathOf<"POST">>(
    path: Path,
    told: Told,
    ...[ask]: [Ask<"POST", Path> & { file: Blob; type: string }]
  ): Promise<Answer<"POST", Path>> {
    const { file, type } = ask as { file: Blob; type: string };
    return (await upload(addressOf(path, ask as Anything), file, type, told)).body as never;
  },
  /** All rows of a list, page after page; as many pages as `mostPages`, which nobody looks through. */
  async all<Path extends PathOf<"GET">>(
    path: Path,
    ...[ask]: Words<"GET", Path>
  ): Promise<RowOf<Answer<"GET", Path>>[]> {
    const asked = ask as Anything | undefined;
    const rows: RowOf<Answer<"GET", Path>>[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < mostPages && cursor !== null; page++) {
      const query = { limit: rowsOfPage, ...asked?.query, cursor };
      const got = await client.list(path, ...([{ ...asked, query }] as unknown as Words<"GET", Path>));
      rows.push(...got.rows);
      cursor = got.next;
    }
    return rows;
  },
  /** Where the browser fetches a file from by itself. */
  address<Path extends PathOf<"GET">>(path: Path, ...[ask]: Words<"GET", Path>): string {
    return addressOf(path, ask as Anything);
  },
};

/** Ids are parts of the path that cannot break out of it; what is undefined is not said. */
function addressOf(path: string, { path: parts = {}, query = {} }: Anything = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts[name])));
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const words = new URLSearchParams(
    said.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])),
  ).toString();
  return words === "" ? filled : `${filled}?${words}`;
}
