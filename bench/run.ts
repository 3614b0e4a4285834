/** `npm run bench -- [name] [--json]`: runs one or all benches and prints a table each. */
import { drain } from "./drain.ts";
import { fleet } from "./fleet.ts";
import { ingest } from "./ingest.ts";
import { journal } from "./journal.ts";
import { latency } from "./latency.ts";
import { memory } from "./memory.ts";
import type { Bench } from "./table.ts";
import { printTable } from "./table.ts";
import { wire } from "./wire.ts";

const benches: Record<string, Bench> = { latency, journal, memory, ingest, drain, fleet, wire };

const args = process.argv.slice(2);
const asJson = args.includes("--json");
const wanted = args.filter((arg) => !arg.startsWith("--"));
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench "${unknown.join(", ")}"; there are ${Object.keys(benches).join(", ")}.\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const table = await bench();
  process.stdout.write(asJson ? `${JSON.stringify({ name, ...table })}\n` : printTable(name, table));
}
process.exit(0);
