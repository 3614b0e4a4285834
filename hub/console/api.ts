/** The hub's HTTP API, typed. Every failure is an `ApiError`. */
import type {
  AlertView,
  CodeView,
  CommandView,
  DeviceView,
  FaultView,
  GatewayView,
  LedgerView,
  Me,
  Problem,
  SeriesView,
  TicketMove,
  TicketStory,
  TicketView,
} from "../http/views.ts";
import type { Units } from "../rulebook/units.ts";
import { ApiError } from "./api-error.ts";
import { learnClock } from "./clock.ts";

const timeoutMs = 20_000;

export type Which = "open" | "all";
export type MoveRequest = {
  move: TicketMove;
  reason?: string;
  assignee?: string;
  unit?: string;
  /** In the limit's own kind of time. */
  amount?: number;
  /** ms since 1970. */
  until?: number;
  /** Another ticket. */
  into?: string;
  /** What the case is, by the id of a row of its class. */
  condition?: string;
  /** Files that were brought to the ticket before. */
  attachments?: string[];
};
export type SeriesRequest = {
  gateway: string;
  device: string;
  point: string;
  from: number;
  to: number;
  limit: number;
  /** Without it: each reading. */
  resolution?: "auto";
};

export type LedgerRequest = { gateway?: string; device?: string; from?: number };
export type ExportRequest = { gateway: string; device: string; from: number; to: number; format: "csv" | "parquet" };

export const api = {
  me: () => request<Me>("GET", "/session"),
  signIn: (name: string, password: string) => request<Me>("POST", "/session", { name, password }),
  signOut: () => request<void>("DELETE", "/session"),
  gateways: () => request<GatewayView[]>("GET", "/gateways"),
  devices: () => request<DeviceView[]>("GET", "/devices"),
  device: (gateway: string, device: string) => request<DeviceView>("GET", `/devices/${part(gateway)}/${part(device)}`),
  readings: (ask: SeriesRequest) => request<SeriesView>("GET", `/readings?${query(ask)}`),
  ledger: (ask: LedgerRequest) => request<LedgerView>("GET", `/ledger?${query(ask)}`),
  /** Where the browser fetches a file from by itself. */
  exportAddress: (ask: ExportRequest) => `/api/readings/export?${query(ask)}`,
  alerts: (state: Which) => request<AlertView[]>("GET", `/alerts?${query({ state, limit: 1000 })}`),
  acknowledge: (alert: string) => request<AlertView>("POST", `/alerts/${part(alert)}/acknowledge`),
  tickets: (state: Which) => request<TicketView[]>("GET", `/tickets?${query({ state, limit: 1000 })}`),
  ticket: (ticket: string) => request<TicketStory>("GET", `/tickets/${part(ticket)}`),
  move: (ticket: string, move: MoveRequest) => request<TicketStory>("POST", `/tickets/${part(ticket)}/moves`, move),
  giveCommand: (gateway: string, verb: string, args: unknown) =>
    request<{ id: string }>("POST", `/gateways/${part(gateway)}/commands`, { verb, args }),
  command: (gateway: string, id: string) =>
    request<CommandView>("GET", `/gateways/${part(gateway)}/commands/${part(id)}`),
  makeCode: (gateway: string) => request<CodeView>("POST", "/enrolments", { gateway }),
  units: () => request<{ body: Units }>("GET", "/rulebook/units"),
  faults: () => request<FaultView[]>("GET", "/faults?limit=1000"),
};

export async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  return (await ask<Answer>(method, path, body)).answer;
}

/** `next`: the `cursor` to ask for the next page with; `total`: how many there are with these filters. */
export type Listed<Row> = { rows: Row[]; total: number; next: string | null };

export async function requestList<Row>(path: string): Promise<Listed<Row>> {
  const { answer: rows, headers } = await ask<Row[]>("GET", path);
  const link = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  const next = link === undefined ? null : new URLSearchParams(link.slice(link.indexOf("?"))).get("cursor");
  return { rows, total: Number(headers.get("x-total-count") ?? rows.length), next };
}

type Heard<Answer> = { answer: Answer; headers: Headers };

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Heard<Answer>> {
  const response = await send(method, path, body);
  const { headers } = response;
  learnClock(headers.get("date"));
  const text = await readText(response);
  if (!response.ok) throw new ApiError(response.status, problemIn(response.status, text));
  if (text === "") return { answer: undefined as Answer, headers };
  try {
    return { answer: JSON.parse(text) as Answer, headers };
  } catch {
    throw ApiError.local("CONSOLE_ANSWER", response.status, `${method} ${path}: not JSON`);
  }
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    return await fetch(`/api${path}`, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw ApiError.local("CONSOLE_OFFLINE", 0, String(cause));
  } finally {
    clearTimeout(timer);
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw ApiError.local("CONSOLE_OFFLINE", response.status, String(cause));
  }
}

function problemIn(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    if (typeof problem.code === "string")
      return {
        code: problem.code,
        detail: problem.detail ?? "",
        cure: problem.cure ?? "",
        request: problem.request ?? "",
      };
  } catch {
    // A proxy's HTML page: named below.
  }
  return ApiError.local("CONSOLE_ANSWER", status, `HTTP ${status}`).problem;
}

function part(text: string): string {
  return encodeURIComponent(text);
}

function query(fields: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
}
