/** What a driver takes for one message: a session is opened, hears its transcript `ok`, and yields; beside JSON.parse of the same readings. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../core/check.ts";
import { drivers } from "../drivers/drivers.ts";
import type { Driver } from "../drivers/kit/driver.ts";
import { parseTranscript, playTranscript, type Transcript } from "../drivers/kit/transcript.ts";
import { machine } from "./machine.ts";
import { root } from "./place.ts";
import { type Row, spread, type Table } from "./table.ts";

const rounds = 5;
const aRound = 4000;
/** Whatever a message costs more than this would be felt on a gateway with hundreds of sensors, µs. */
const most = 200;

/** What goes in of the driver's `ok`. */
function transcriptOf(name: string): Transcript {
  const transcript = parseTranscript(readFileSync(join(root, "drivers", name, "transcripts", "ok.transcript"), "utf8"));
  return { ...transcript, body: transcript.body.filter(({ text }) => !/^[=!>?]/.test(text)) };
}

function microseconds(work: () => void): number {
  const from = performance.now();
  for (let i = 0; i < aRound; i += 1) work();
  return ((performance.now() - from) * 1000) / aRound;
}

function measure(name: string, driver: Driver): Row[] {
  const transcript = transcriptOf(name);
  const settings = transcript.model === undefined ? transcript.settings : null;
  if (settings === null) throw new Error(`${name}/ok names a model`);
  const config = check(driver.config, settings, "SETTING_INVALID");
  const stimuli = transcript.body.length;
  const work = () => void playTranscript(transcript, driver.open(config));
  microseconds(work);
  const samples = Array.from({ length: rounds }, () => microseconds(work) / stimuli);
  return [spread(`${name}, a message`, samples, "µs", { most })];
}

export async function decode(): Promise<Table> {
  const line = JSON.stringify([
    { bn: "urn:dev:lilong:gw-dongchang:pit-1:", bt: 1_790_000_000, n: "level", u: "m", v: 1.85 },
    { n: "supply", u: "V", v: 12.1 },
  ]);
  const peer = spread(
    "peer: JSON.parse of two readings",
    Array.from({ length: rounds }, () => microseconds(() => void JSON.parse(line))),
    "µs",
  );
  const rows = [...drivers].flatMap(([name, driver]) => measure(name, driver));
  return {
    title: `hearing the transcript ok, its text read anew each time; ${aRound} times a round`,
    machine: machine(),
    rows: [...rows, peer],
  };
}
