/** Both ports over HTTPS and JSON, as `openapi.json` publishes them. */
import type { Static, TSchema } from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { DistrictCard } from "../../rulebook/district.ts";
import type { District } from "../adapters.ts";
import type { CaseLine, CasePort, LineAnswer } from "../case-port.ts";
import type { InventoryPort } from "../inventory-port.ts";
import { type Answer, type Client, openClient } from "./client.ts";
import type { Identity } from "./identity.ts";
import { HashesAnswer, LinesAnswer, mostLines, PageAnswer, StandingAnswer, StandingsAnswer } from "./wire.ts";

export function openPort(card: DistrictCard, identity: Identity, clock: () => number): District {
  const client = openClient(card, identity, clock);
  return { inventory: inventoryOf(client), cases: casesOf(client), close: client.close };
}

function inventoryOf(client: Client): InventoryPort {
  return {
    standing: () => read(client, StandingAnswer, "GET", "/v1/inventory"),
    delta: (page) => read(client, PageAnswer, "POST", "/v1/inventory/delta", page),
    full: (page) => read(client, PageAnswer, "POST", "/v1/inventory/full", page),
    async hashes(after, limit) {
      const query = new URLSearchParams({ after, limit: String(limit) });
      return (await read(client, HashesAnswer, "GET", `/v1/inventory/hashes?${query}`)).rows;
    },
    /** A centre of before knows no such path. */
    async coverage(report) {
      const answer = await client.ask("POST", "/v1/coverage", report);
      if (answer.status === 404 || answer.status === 405) return "unknown";
      accepted(answer);
      return "taken";
    },
  };
}

function casesOf(client: Client): CasePort {
  return {
    push: (lines) => pushLines(client, lines),
    async standings(cases) {
      return (await read(client, StandingsAnswer, "POST", "/v1/cases/standings", { cases })).cases;
    },
    async attach(hash, { type, body }) {
      const query = new URLSearchParams({ type });
      accepted(await client.ask("PUT", `/v1/attachments/${hash}?${query}`, Buffer.from(body)));
    },
  };
}

/** A request that is refused as a whole is halved until the line that spoils it stands alone. */
async function pushLines(client: Client, lines: readonly CaseLine[]): Promise<LineAnswer[]> {
  if (lines.length > mostLines) return pushHalves(client, lines);
  const path = "/v1/cases/lines";
  const answer = await client.ask("POST", path, { lines });
  if (answer.status >= 400 && lines.length > 1) return pushHalves(client, lines);
  if (answer.status >= 400) return [{ state: "rejected", why: saidBy(answer) }];
  const { results } = readable(LinesAnswer, answer.body, `POST ${path}`);
  if (results.length !== lines.length) throw strange(`${results.length} results for ${lines.length} lines`);
  return results;
}

async function pushHalves(client: Client, lines: readonly CaseLine[]): Promise<LineAnswer[]> {
  const half = Math.ceil(lines.length / 2);
  const first = await pushLines(client, lines.slice(0, half));
  return [...first, ...(await pushLines(client, lines.slice(half)))];
}

async function read<Schema extends TSchema>(
  client: Client,
  schema: Schema,
  method: string,
  path: string,
  body?: unknown,
): Promise<Static<Schema>> {
  const answer = accepted(await client.ask(method, path, body));
  return readable(schema, answer.body, `${method} ${path}`);
}

function readable<Schema extends TSchema>(schema: Schema, body: unknown, asked: string): Static<Schema> {
  try {
    return check(schema, body, "INPUT_INVALID");
  } catch (cause) {
    throw strange(`its answer to ${asked} cannot be read (${(cause as Fault).detail})`, cause);
  }
}

/** What is wrong with a request of ours does not go away by asking again, but it may by a new version of either side. */
function accepted(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw strange(saidBy(answer));
}

function saidBy({ status, body }: Answer): string {
  return `it answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
}

function strange(detail: string, cause?: unknown): Fault {
  return new Fault("DISTRICT_UNREACHABLE", detail, { cause });
}
