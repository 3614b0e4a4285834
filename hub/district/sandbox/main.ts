/** The `lilong-district-sandbox` command: a pretend district centre, its own process with its own store. */

import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { Fault } from "../../../core/fault.ts";
import { lockFolder } from "../../store/lock.ts";
import { makeDoor } from "../https-json/door.ts";
import { openIdentity } from "../https-json/identity.ts";
import { openDesk } from "./desk.ts";
import { pageServer } from "./page-server.ts";
import { centreServer } from "./routes.ts";
import { startSender } from "./sender.ts";

const help = `lilong-district-sandbox: a pretend district centre

Options
  --data FOLDER            everything is kept here (./data/district)
  --port PORT              where the hub comes, by mutual TLS (8444); 0 takes a free one
  --page-port PORT         its page and its faults, plain HTTP (8445); 0 takes a free one
  --host ADDRESS           both listen here (127.0.0.1)
  --hub-card FILE          the hub's card; it may appear later (./data/hub/district/card.json)
  --auto-result-after-s N  answers a dispatched case with a result after so many seconds
  --clock-ahead-s N        its clock runs so far ahead
`;

type Options = {
  data: string;
  port: number;
  pagePort: number;
  host: string;
  hubCard: string;
  auto: number | null;
  aheadMs: number;
};

/** Throws `SETTING_INVALID` naming the option. */
function readOptions(args: string[]): Options | null {
  const text = { type: "string" } as const;
  const names = ["data", "port", "page-port", "host", "hub-card", "auto-result-after-s", "clock-ahead-s"];
  const options = { ...Object.fromEntries(names.map((name) => [name, text])), help: { type: "boolean" } as const };
  const values = parsed(args, options);
  if (values.help !== undefined) return null;
  const number = (name: string, standard: number, most: number) => {
    const value = Number(values[name] ?? standard);
    if (Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new Fault("SETTING_INVALID", `--${name} must be a whole number from 0 to ${most}`);
  };
  return {
    data: resolve(values.data ?? "data/district"),
    port: number("port", 8444, 65_535),
    pagePort: number("page-port", 8445, 65_535),
    host: values.host ?? "127.0.0.1",
    hubCard: resolve(values["hub-card"] ?? "data/hub/district/card.json"),
    auto: values["auto-result-after-s"] === undefined ? null : number("auto-result-after-s", 0, 86_400),
    aheadMs: number("clock-ahead-s", 0, 1_000_000_000) * 1000,
  };
}

function parsed(args: string[], options: ParseArgsOptionsConfig): Record<string, string | undefined> {
  try {
    return parseArgs({ args, options }).values as Record<string, string | undefined>;
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message.split(". ")[0] ?? "", { cause });
  }
}

async function run({ data, port, pagePort, host, hubCard, auto, aheadMs }: Options): Promise<void> {
  const lock = lockFolder(data);
  const clock = () => Date.now() + aheadMs;
  const desk = openDesk(data, hubCard, clock);
  const identity = await openIdentity(data, "lilong-district-sandbox", clock());
  const sender = startSender(desk, identity, auto);
  const centre = await centreServer(desk);
  const page = await pageServer(desk, sender.wake);
  const trusted = async () => (await desk.hubCard())?.ca ?? null;
  const door = makeDoor({ identity, trusted, handle: (request, response) => centre.routing(request, response) });
  await new Promise<void>((listening, failed) => door.once("error", failed).listen({ port, host }, listening));
  const url = `https://${host}:${(door.address() as { port: number }).port}`;
  const card = identity.card({ zh: "区城运中心（沙盒）", en: "District centre (sandbox)" }, url);
  const cardFile = join(data, "card.json");
  writeFileSync(cardFile, JSON.stringify(card, null, 2));
  const pageUrl = await page.listen({ port: pagePort, host });
  process.stdout.write(`lilong-district-sandbox ready ${url} ${pageUrl} ${cardFile}\n`);

  const end = async () => {
    door.close();
    door.closeAllConnections();
    await Promise.all([sender.close(), page.close()]);
    await desk.close();
    lock.release();
    process.exit(0);
  };
  const asked = new AbortController();
  asked.signal.addEventListener("abort", () => void end());
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => asked.abort());
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(help);
  else await run(options);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof Fault) && code !== "EADDRINUSE" && code !== "EACCES") throw error;
  process.stderr.write(`lilong-district-sandbox: ${message}\n`);
  process.exitCode = 2;
  process.exit();
}
