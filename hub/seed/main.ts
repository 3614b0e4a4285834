/** `npm run seed`: fills the folder of a hub that does not run with a street's year, to look at and to measure. */
import { parseArgs } from "node:util";
import { Fault } from "../../core/fault.ts";
import { lockFolder } from "../store/lock.ts";
import { openStore } from "../store/open.ts";
import { fill } from "./fill.ts";

const help = `npm run seed -- [--devices 10000] [--tickets 100000] [--data data/hub] [--seed 1] [--into]

  --devices N    sensors, 50 on each gateway
  --tickets N    cases of the last twelve months, about 300 of them open
  --data FOLDER  the hub's folder; it must not run meanwhile
  --seed N       the same number makes the same street
  --into         also into a folder that has gateways already
`;

try {
  await seed();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function seed(): Promise<void> {
  const { values } = parseArgs({
    options: {
      devices: { type: "string", default: "10000" },
      tickets: { type: "string", default: "100000" },
      data: { type: "string", default: "data/hub" },
      seed: { type: "string", default: "1" },
      into: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const wish = { devices: numberOf("devices", values.devices, 1), tickets: numberOf("tickets", values.tickets, 0) };
  const now = Date.now();
  const lock = lockFolder(values.data);
  const store = openStore(values.data, now);
  try {
    const known = await store.read(({ gateways }) => gateways.list());
    if (known.length > 0 && !values.into)
      throw new Fault(
        "SETTING_INVALID",
        `--data ${values.data} has ${known.length} gateways already; add --into, or name an empty folder`,
      );
    await fill(store, { ...wish, seed: numberOf("seed", values.seed, 0), now }, progress());
  } finally {
    await store.close();
    lock.release();
  }
}

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Fault("SETTING_INVALID", `--${name} must be a whole number of at least ${least}`);
  return number;
}

/** A line for each twentieth that is done. */
function progress() {
  let began = performance.now();
  let twentieths = 0;
  return (what: string, done: number, of: number) => {
    const now = Math.floor((20 * done) / of);
    if (now === twentieths) return;
    twentieths = done === of ? 0 : now;
    const spentS = (performance.now() - began) / 1000;
    if (done === of) began = performance.now();
    const left =
      done === of ? `done in ${spentS.toFixed(0)} s` : `about ${Math.ceil((spentS / done) * (of - done))} s left`;
    process.stdout.write(
      `${what} ${done} of ${of}, ${left}, ${Math.round(process.memoryUsage.rss() / 1_048_576)} MB\n`,
    );
  };
}
