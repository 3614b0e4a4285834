/** Looks at everything once and changes nothing: a bad settings file is a finding too. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock/clock.ts";
import { readEnrolled } from "../enrolment/kept.ts";
import { lockFolder } from "../journal/lock.ts";
import { stateFile } from "../journal/state-file.ts";
import type { Loaded } from "../settings/load.ts";
import { checkBoard } from "./checks/board.ts";
import { checkBuses } from "./checks/buses.ts";
import { checkJournal } from "./checks/journal.ts";
import { checkLinks } from "./checks/links.ts";
import { askRunning, type Running, runningFindings } from "./checks/running.ts";
import { type Heard, readSensors, sensorFinding } from "./checks/sensors.ts";
import { checkUplink } from "./checks/uplink.ts";
import type { Finding } from "./finding.ts";
import type { Machine } from "./machine.ts";

export type Examination = {
  /** The data folder. */
  folder: string;
  /** Throws what a wrong settings file throws. */
  load(): Promise<Loaded>;
  machine: Machine;
  clock: Clock;
  /** How long sensors and the hub may take, each. */
  withinMs: number;
  /** From within a running agent: what it knows of itself, its sensors as they were heard last. */
  self?: Running;
  /** From within a running agent: has a link for itself until the returned function is called. */
  borrow?: (link: string) => Promise<() => Promise<void>>;
};

export async function examine(wish: Examination): Promise<Finding[]> {
  const { folder, machine } = wish;
  const board = [...(await checkBoard(machine, folder)), ...(await checkJournal(folder))];
  try {
    return [...(await checkInstalled(await wish.load(), wish)), ...board];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { detail } = error;
    return [{ check: "settings", subject: "gateway.json", code: "settings-invalid", facts: { detail } }, ...board];
  }
}

async function checkInstalled(loaded: Loaded, wish: Examination): Promise<Finding[]> {
  const { folder, machine, clock, withinMs, borrow, self } = wish;
  const isRunning = isLocked(folder);
  const { page } = loaded.settings;
  const isAsked = self === undefined && isRunning && page !== undefined;
  const running = isAsked ? await askRunning(page.address, page.port, withinMs) : (self ?? null);
  const links = await checkLinks(machine, loaded.settings.links);
  const uplink = await checkHub(loaded, isRunning, running, wish);
  if (isRunning) {
    const heard = running?.sensors ?? new Map<string, Heard>();
    const buses = borrow === undefined ? [] : await checkBuses(loaded, heard, clock, borrow);
    return [
      ...uplink,
      ...links,
      ...buses,
      ...loaded.devices.map((entry) => ofRunning(entry, heard.get(entry.device.id), withinMs)),
    ];
  }
  const heard = await readSensors(loaded, withinMs, clock);
  const buses = await checkBuses(loaded, heard, clock, async () => async () => undefined);
  const sensors = loaded.devices.map((entry) =>
    sensorFinding(entry, heard.get(entry.device.id) ?? { code: null, detail: "" }, withinMs),
  );
  return [...uplink, ...links, ...buses, ...sensors];
}

function ofRunning(entry: Loaded["devices"][number], heard: Heard | undefined, withinMs: number): Finding {
  if (heard !== undefined) return sensorFinding(entry, heard, withinMs);
  const { id, place } = entry.device;
  return { check: "sensor", subject: `${id} · ${place}`, code: "in-use", facts: {} };
}

async function checkHub(
  { settings }: Loaded,
  isRunning: boolean,
  running: Running | null,
  { folder, machine, withinMs }: Examination,
): Promise<Finding[]> {
  if (settings.hub === undefined) return [{ check: "uplink", subject: "hub", code: "hub-unnamed", facts: {} }];
  const key = isRunning ? null : await keyOf(folder);
  const enrolled = (await isThere(join(folder, "enrolled.json"))) ? await readEnrolled(folder, () => undefined) : null;
  const tls = enrolled === null ? null : { key: enrolled.key, cert: enrolled.certificate, ca: enrolled.ca };
  const way = { url: settings.hub.url, gateway: settings.gateway.id, key, tls, withinMs, now: machine.now() };
  return [...(running === null ? [] : runningFindings(running)), ...(await checkUplink(way))];
}

/** The key the hub knows this gateway by; null before the first start. */
async function keyOf(folder: string): Promise<string | null> {
  const path = join(folder, "identity.json");
  if (!(await isThere(path))) return null;
  const identity = await stateFile<{ key: string }>(path, () => undefined).read();
  return identity?.key ?? null;
}

/** What may not be read is not there: that the folder is no good is a finding of its own. */
function isThere(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

/** Whether an agent works on the folder at the moment. */
function isLocked(folder: string): boolean {
  try {
    lockFolder(folder)();
    return false;
  } catch (error) {
    return error instanceof Fault && error.code === "INSTANCE_RUNNING";
  }
}
