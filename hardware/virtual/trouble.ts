/** The command `npm run trouble -- cover lift`: makes weather and trouble in the virtual neighbourhood, and says what to expect. */
import { parseArgs } from "node:util";
import { Fault } from "../../core/fault.ts";
import { type Order, orderOf } from "./order.ts";
import { troubles } from "./troubles.ts";

const standardUrl = "http://127.0.0.1:15080";

const help = `trouble: makes weather and trouble in the virtual neighbourhood

Usage
  npm run trouble -- <trouble> [--control ${standardUrl}]

Troubles
${troubles.map(({ usage, does }) => `  ${usage.padEnd(26)}${does}`).join("\n")}

Options
  --control URL     control of the neighbourhood (or LILONG_CONTROL; default ${standardUrl})
  --help            print this
`;

type Call = { url: string; order: Order };

/** Null asks for help. Throws `SETTING_INVALID` or `INPUT_INVALID`. */
function readCall(args: readonly string[]): Call | null {
  const { values, positionals } = parse(args);
  if (values.help || positionals.length === 0) return null;
  return { url: values.control ?? process.env.LILONG_CONTROL ?? standardUrl, order: orderOf(positionals) };
}

function parse(args: readonly string[]) {
  const options = { control: { type: "string" }, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message.split(". ")[0] ?? "", { cause });
  }
}

async function post({ url, order }: Call): Promise<{ ok: boolean; body: Record<string, string> }> {
  try {
    const response = await fetch(new URL("/trouble", url), { method: "POST", body: JSON.stringify(order) });
    return { ok: response.ok, body: (await response.json()) as Record<string, string> };
  } catch {
    return {
      ok: false,
      body: { detail: `the virtual neighbourhood does not answer at ${url}; start it with: npm start` },
    };
  }
}

async function main(): Promise<void> {
  const call = readCall(process.argv.slice(2));
  if (call === null) return void process.stdout.write(help);
  const { ok, body } = await post(call);
  if (ok) return console.log(`${body.now} ${body.expect}`.trim());
  tell(body.detail ?? "the neighbourhood refused it");
}

function tell(detail: string): void {
  console.error(`${detail[0]?.toUpperCase()}${detail.slice(1)}.`);
  process.exitCode = 1;
}

await main().catch((cause) => {
  if (!(cause instanceof Fault)) throw cause;
  tell(cause.detail);
});
