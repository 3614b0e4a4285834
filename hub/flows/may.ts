/** What of the hub's API is open to the flows: what our nodes need, and nothing that is about accounts, keys or tables. */

/** By method and route. */
const open: ReadonlySet<string> = new Set([
  "GET /api/events",
  "GET /api/alerts",
  "GET /api/tickets",
  "GET /api/tickets/:id",
  "POST /api/tickets/:id/moves",
  "GET /api/devices",
  "GET /api/devices/:gateway/:device",
  "GET /api/gateways",
  "GET /api/readings",
  "POST /api/gateways/:gateway/commands",
  "GET /api/gateways/:gateway/commands/:id",
  "GET /api/posture",
  "PUT /api/posture",
  "GET /api/flows/handovers",
  "POST /api/flows/handovers/:ticket",
  "POST /api/flows/handovers/:ticket/failed",
  "POST /api/flows/tickets/:ticket/notes",
  "POST /api/flows/notices",
  "POST /api/flows/questions",
  "GET /api/flows/questions/:id",
  "POST /api/flows/questions/:id/answer",
]);

export function flowsMay(method: string, route: string | undefined): boolean {
  return open.has(`${method} ${route}`);
}
