/** `npm run bench -- [name[=number]] [--json]`: runs one or all benches, prints a table each, and at the end what was missed. */
import { decode } from "./decode.ts";
import { doors } from "./doors.ts";
import { drain } from "./drain.ts";
import { fleet } from "./fleet.ts";
import { flows } from "./flows.ts";
import { idle } from "./idle.ts";
import { imports } from "./imports.ts";
import { ingest } from "./ingest.ts";
import { journal } from "./journal.ts";
import { latency } from "./latency.ts";
import { lists } from "./lists.ts";
import { load } from "./machine.ts";
import { memory } from "./memory.ts";
import { mixed } from "./mixed.ts";
import { nodered } from "./nodered.ts";
import { siren } from "./siren.ts";
import { slaves } from "./slaves.ts";
import { store } from "./store.ts";
import type { Bench, Table } from "./table.ts";
import { missedIn, printTable } from "./table.ts";
import { wire } from "./wire.ts";

/** `number`: what the number behind `=` counts, for a bench that takes one. */
const benches: Record<string, { bench: Bench; number?: string }> = {
  latency: { bench: latency, number: "alerts of a run" },
  journal: { bench: journal },
  memory: { bench: memory },
  idle: { bench: idle, number: "seconds of readings" },
  ingest: { bench: ingest },
  store: { bench: store, number: "readings of the long run" },
  doors: { bench: doors, number: "seconds of each run" },
  drain: { bench: drain, number: "records that wait" },
  fleet: { bench: fleet, number: "seconds of traffic" },
  flows: { bench: flows, number: "alerts of a run" },
  nodered: { bench: nodered, number: "messages to Node-RED" },
  wire: { bench: wire },
  decode: { bench: decode },
  mixed: { bench: mixed, number: "seconds of readings" },
  siren: { bench: siren, number: "alerts of a run" },
  slaves: { bench: slaves, number: "seconds of each run" },
  lists: { bench: lists, number: "answers of each list" },
  imports: { bench: imports, number: "rows of each list" },
};

type Wish = { name: string; bench: Bench; number?: number };

const args = process.argv.slice(2);
const asJson = args.includes("--json");
const words = args.filter((arg) => arg !== "--json");
const wishes = (words.length > 0 ? words : Object.keys(benches)).map(readWish);
const [missed, failed]: [string[], string[]] = [[], []];
for (const { name, bench, number } of wishes) {
  const [date, loadBefore] = [new Date().toISOString(), load()];
  try {
    const table = await bench(number);
    missed.push(...missedIn(name, table));
    tell(name, date, loadBefore, table);
  } catch (error) {
    failed.push(`${name}: ${(error as Error).message.split("\n")[0]}`);
    process.stderr.write(`${name} failed: ${(error as Error).stack}\n\n`);
  }
}
if (!asJson && failed.length < wishes.length)
  process.stdout.write(missed.length > 0 ? `Missed:\n${list(missed)}` : "No target of these was missed.\n");
if (failed.length > 0) process.stderr.write(`Not measured:\n${list(failed)}`);
process.exit(failed.length > 0 ? 1 : 0);

/** `drain=300000` → the bench and its number; ends the program where there is no such thing. */
function readWish(word: string): Wish {
  const [name = "", text] = word.split("=");
  const known = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (known === undefined) return refuse(`There is no "${word}"`);
  if (text === undefined) return { name, bench: known.bench };
  if (known.number === undefined) return refuse(`${name} takes no number`);
  if (!/^[1-9]\d*$/.test(text)) return refuse(`"${text}" is no number of ${known.number}`);
  return { name, bench: known.bench, number: Number(text) };
}

function refuse(why: string): never {
  const lines = Object.entries(benches).map(([name, { number }]) => (number ? `${name}=<${number}>` : name));
  process.stderr.write(`${why}; there are:\n${list(lines)}`);
  process.exit(2);
}

/** With `--json` a line for each bench, so that what is finished is there when a later one is broken off. */
function tell(name: string, date: string, loadBefore: number, table: Table): void {
  const json = () => `${JSON.stringify({ name, date, load: loadBefore, ...table })}\n`;
  process.stdout.write(asJson ? json() : printTable(name, { ...table, date, load: loadBefore }));
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join("");
}
