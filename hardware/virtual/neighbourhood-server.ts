/** The virtual neighbourhood as a program: `node hardware/virtual/neighbourhood-server.ts --help`. */
import { parseArgs } from "node:util";
import { Fault } from "../../core/fault.ts";
import { type Neighbourhood, type NeighbourhoodOptions, startNeighbourhood } from "./neighbourhood.ts";

const help = `virtual neighbourhood: eight sensors made of software, on two Modbus RTU buses

Usage
  node hardware/virtual/neighbourhood-server.ts [--bus-a 15020] [--bus-b 15021] [--control 15080] [--pty FOLDER]

Options
  --bus-a PORT      pump room: pit level (unit 1), lane water gauge (unit 2); RTU over TCP on 127.0.0.1; 0 = any
  --bus-b PORT      covers (units 11, 12, 13) and smoke detectors (units 21, 22, 23)
  --control PORT    HTTP: GET / tells the state, POST /trouble makes trouble
  --pty FOLDER      show the buses as serial lines FOLDER/bus-a and FOLDER/bus-b as well (needs socat)
  --seed N          the same seed gives the same noise (default 1)
  --speed N         how much faster than the clock the world turns (default 1)
  --help            print this

Make trouble
  npm run trouble -- cover lift
  npm run trouble -- --help

Ends with 0 when asked to stop (SIGTERM, SIGINT), 2 when a port is taken or an option is wrong.
`;

const mostPort = 65_535;

/** Throws `SETTING_INVALID` naming the option; null asks for help. */
function readOptions(args: readonly string[]): NeighbourhoodOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const number = (
    name: "bus-a" | "bus-b" | "control" | "seed" | "speed",
    standard: number,
    least: number,
    most: number,
  ) => {
    const value = values[name] === undefined ? standard : Number(values[name]);
    if (value >= least && value <= most && (name === "speed" || Number.isInteger(value))) return value;
    throw new Fault("SETTING_INVALID", `--${name} "${values[name]}" is not a number from ${least} to ${most}`);
  };
  return {
    ports: {
      "bus-a": number("bus-a", 15_020, 0, mostPort),
      "bus-b": number("bus-b", 15_021, 0, mostPort),
      control: number("control", 15_080, 0, mostPort),
    },
    seed: number("seed", 1, 0, 2 ** 31 - 1),
    speed: number("speed", 1, 0.01, 100),
    ...(values.pty === undefined ? {} : { ptyFolder: values.pty }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { "bus-a": text, "bus-b": text, control: text, pty: text, seed: text, speed: text };
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: "boolean" } } }).values;
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message.split(". ")[0] ?? "", { cause });
  }
}

function readyLine({ ports, controlUrl, ptys }: Neighbourhood): string {
  const lines = ptys === null ? [] : [`serial ${ptys["bus-a"]}`, `serial ${ptys["bus-b"]}`];
  const parts = [`bus-a tcp://127.0.0.1:${ports["bus-a"]}`, `bus-b tcp://127.0.0.1:${ports["bus-b"]}`];
  return `virtual neighbourhood ready ${[...parts, `control ${controlUrl}`, ...lines].join(" ")}`;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return void process.stdout.write(help);
  const neighbourhood = await startNeighbourhood(options);
  if (options.ptyFolder !== undefined && neighbourhood.ptys === null)
    console.error("socat is not installed: the buses are shown over TCP only (apt-get install socat).");
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void neighbourhood.stop());
  console.log(readyLine(neighbourhood));
}

await main().catch((cause) => {
  if (!(cause instanceof Fault)) throw cause;
  console.error(cause.message);
  process.exitCode = 2;
});
