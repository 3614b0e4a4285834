/** Asks the slaves of a bus by hand where some of them do not answer well, at other speeds too, and lets the bus doctor judge. */
import modbus from "../../../drivers/modbus/driver.ts";
import type { Clock } from "../../clock/clock.ts";
import type { Link } from "../../links/link.ts";
import { type LineSettings, openLink } from "../../links/open-link.ts";
import type { Loaded, LoadedDevice } from "../../settings/load.ts";
import { diagnose, type Exchange, type Speed } from "../bus-doctor.ts";
import type { Finding } from "../finding.ts";
import type { Heard } from "./sensors.ts";

/** Tried on a serial line where nobody answers at its own speed. */
const speeds: readonly Speed[] = [9600, 4800, 19_200, 38_400, 115_200, 2400].flatMap((baudRate) => [
  { baudRate, parity: "none" },
  { baudRate, parity: "even" },
]);
const rounds = 3;
const mostAsked = 6;

/** Only buses on which something fails are disturbed; `borrow` has one of them for itself until it is given back. */
export async function checkBuses(
  loaded: Loaded,
  heard: ReadonlyMap<string, Heard>,
  clock: Clock,
  borrow: (link: string) => Promise<() => Promise<void>>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const link of loaded.settings.links) {
    if (link.kind !== "serial" && link.kind !== "tcp" && link.kind !== "udp") continue;
    const members = loaded.devices.filter((entry) => entry.link === link.id && entry.driver.name === modbus.name);
    const failing = members.filter(({ device }) => isBusTrouble(heard.get(device.id)));
    if (failing.length === 0) continue;
    const giveBack = await borrow(link.id);
    const finding = await checkBus(link, failing, members, clock).finally(giveBack);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

function isBusTrouble(heard: Heard | undefined): boolean {
  const codes = ["FIELD_SILENT", "FIELD_DAMAGED", "FIELD_FOREIGN", "FIELD_LATE"];
  return heard?.code != null && codes.includes(heard.code);
}

async function checkBus(
  link: LineSettings,
  failing: readonly LoadedDevice[],
  members: readonly LoadedDevice[],
  clock: Clock,
): Promise<Finding | null> {
  const own = link.kind === "serial" ? link : { baudRate: 0, parity: "none" };
  const asked = [...new Set([...failing, ...members])].slice(0, mostAsked);
  const exchanges = await askAll(link, asked, own, rounds, clock);
  const isMute = exchanges.every(({ heard }) => heard.length === 0);
  const all = members.length === failing.length;
  if (link.kind === "serial" && all && diagnose(link.id, exchanges, own)?.code !== "bus-swapped")
    for (const speed of speeds) {
      if (speed.baudRate === own.baudRate && speed.parity === own.parity) continue;
      const tried = await askAll({ ...link, ...speed } as LineSettings, asked.slice(0, 2), speed, 1, clock);
      exchanges.push(...tried);
      if (diagnose(link.id, exchanges, own)?.code === "bus-rate") break;
    }
  // One device that is silent among others that answer is its own affair.
  if (isMute && !all) return null;
  return diagnose(link.id, exchanges, own);
}

async function askAll(
  link: LineSettings,
  devices: readonly LoadedDevice[],
  { baudRate, parity }: Speed,
  times: number,
  clock: Clock,
): Promise<Exchange[]> {
  let heard: Uint8Array[] = [];
  let up: (isUp: boolean) => void = () => undefined;
  const opened = new Promise<boolean>((done) => {
    up = done;
  });
  const line: Link = openLink(
    link,
    { onBytes: (bytes) => void heard.push(bytes.slice()), onState: (state) => up(state.up) },
    clock,
  );
  const exchanges: Exchange[] = [];
  try {
    if (!(await opened)) return [];
    for (let round = 0; round < times; round++)
      for (const device of devices) {
        heard = [];
        await line.write(questionOf(device));
        await pause(link.timeoutMs, clock);
        exchanges.push({ unit: unitOf(device), baudRate, parity, heard: Buffer.concat(heard) });
      }
  } catch {
    // The line went away: what was heard until then is what there is.
  } finally {
    await line.close();
  }
  return exchanges;
}

/** The first question its driver would ask. */
function questionOf({ driver, config }: LoadedDevice): Uint8Array {
  const session = driver.open(config) as ReturnType<typeof modbus.open>;
  const question = session.poll(0).find((output) => "send" in output);
  if (question === undefined) throw new Error(`${driver.name} asks nothing`);
  return question.send;
}

function unitOf({ config }: LoadedDevice): number {
  return (config as { unit: number }).unit;
}

function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((done) => void clock.after(ms, done));
}
