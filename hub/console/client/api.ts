/** The hub's HTTP API, typed. Every failure is an `ApiError`. */
import type { AlertView, SeriesView, TicketMove, TicketStory, TicketView } from "../../http/views.ts";
import type { Units } from "../../rulebook/units.ts";
import { type Ask, client } from "./client.ts";
import { asSeen } from "./tags.ts";

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

/** As many rows as the hub gives at once: of all there ever were, the newest. */
export const limit = 1000;

export const api = {
  me: () => client.get("/api/session"),
  signIn: (given: { name: string; password: string; code?: string }) => client.post("/api/session", { body: given }),
  signOut: () => client.delete("/api/session"),
  gateways: () => client.all("/api/gateways"),
  device: (gateway: string, device: string) =>
    client.get("/api/devices/{gateway}/{device}", { path: { gateway, device } }),
  readings: (query: SeriesRequest): Promise<SeriesView> => client.get("/api/readings", { query }),
  ledger: (query: LedgerRequest) => client.get("/api/ledger", { query }),
  /** Where the browser fetches a file from by itself. */
  exportAddress: (query: ExportRequest) => client.address("/api/readings/export", { query }),
  alerts: (state: Which): Promise<AlertView[]> =>
    state === "open"
      ? client.all("/api/alerts", { query: { state } })
      : client.get("/api/alerts", { query: { state, limit } }),
  acknowledge: (id: string) => client.post("/api/alerts/{id}/acknowledge", { path: { id } }),
  tickets: (state: Which): Promise<TicketView[]> =>
    state === "open"
      ? client.all("/api/tickets", { query: { state } })
      : client.get("/api/tickets", { query: { state, limit } }),
  ticket: (id: string): Promise<TicketStory> => client.get("/api/tickets/{id}", { path: { id } }),
  /** A ticket offers moves of people alone. */
  move: (id: string, body: MoveRequest, seen?: TicketStory) =>
    client.post("/api/tickets/{id}/moves", {
      path: { id },
      ...asSeen(seen),
      body: body as Ask<"POST", "/api/tickets/{id}/moves">["body"],
    }),
  giveCommand: (gateway: string, verb: string, args: unknown) =>
    client.post("/api/gateways/{gateway}/commands", { path: { gateway }, body: { verb, args } }),
  command: (gateway: string, id: string) =>
    client.get("/api/gateways/{gateway}/commands/{id}", { path: { gateway, id } }),
  makeCode: (gateway: string) => client.post("/api/enrolments", { body: { gateway } }),
  units: async (): Promise<{ body: Units }> => {
    const table = await client.get("/api/rulebook/{kind}", { path: { kind: "units" } });
    return { body: table.body as Units };
  },
  faults: () => client.get("/api/faults", { query: { limit } }),
};
