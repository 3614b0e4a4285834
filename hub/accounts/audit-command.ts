/** `lilong-hub audit verify`: follows the whole audit trail without a running hub. */
import { parseArgs } from "node:util";
import { Fault } from "../../core/fault.ts";
import type { AuditHead } from "../store/audit.ts";
import { openTrail } from "../store/open.ts";
import { verifyChain } from "./audit.ts";
import { readHead } from "./audit-head.ts";

const usage = `lilong-hub audit verify [--data ./data/hub] [--head N:HASH]

Follows the audit trail from its first row and says whether every row is as it was written.
--head   a head that somebody wrote down elsewhere; without it the one in <data>/audit-head is held against the trail
Ends with 0 when the trail is whole, 1 when it is not (the first broken row is named), 2 when it cannot be read.
`;

const page = 1000;

/** Answers the exit code. */
export async function auditCommand(args: readonly string[], say: (text: string) => void): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      ...{ args: [...args], allowPositionals: true },
      options: { data: { type: "string", default: "./data/hub" }, head: { type: "string" }, help: { type: "boolean" } },
    });
    if (values.help || positionals.join(" ") !== "verify") {
      say(usage);
      return values.help ? 0 : 2;
    }
    return await verify(values.data, values.head === undefined ? readHead(values.data) : headIn(values.head), say);
  } catch (error) {
    say(`${(error as Error).message}\n`);
    return 2;
  }
}

async function verify(folder: string, noted: AuditHead | null, say: (text: string) => void): Promise<number> {
  const trail = openTrail(folder);
  try {
    const verdict = await verifyChain((n) => trail.after(n, page), noted);
    if (verdict.state === "broken") {
      say(`broken at row ${verdict.n}: ${verdict.why}\n`);
      return 1;
    }
    const { rows, head } = verdict;
    say(
      `whole: ${rows} rows; head ${head.n}:${head.hash}${noted === null ? "; no head was noted to hold it against" : ""}\n`,
    );
    return 0;
  } finally {
    await trail.close();
  }
}

function headIn(text: string): AuditHead {
  const [, n, hash = ""] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (n === undefined) throw new Fault("SETTING_INVALID", "--head must be a row's number and its hash, 12:0a1b…");
  return { n: Number(n), hash };
}
