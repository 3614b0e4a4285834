/** What the gateway runs: its settings file with the hub's wishes on top; a wish that does not fit is rejected whole, one that fails is taken back. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { Desired, Installed, Reported } from "../../core/desired.ts";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import type { Reading } from "../../core/reading.ts";
import type { Clock } from "../clock/clock.ts";
import { type Disk, nodeDisk } from "../journal/disk.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import { replaceFile, stateFile } from "../journal/state-file.ts";
import type { Loaded } from "../settings/load.ts";
import { checkDesired } from "./registration.ts";
import { openTrial, type Trial } from "./trial.ts";

/** Runs it; resolves with the links that had to be begun anew. */
export type Apply = (loaded: Loaded) => Promise<readonly string[]>;

export type Configuration = {
  /** What runs, the hub's wishes included. */
  running(): Loaded;
  /** Applies what runs now, and each change from then on. */
  follow(apply: Apply): Promise<void>;
  /** The rules that run for the gateway itself. */
  rulesOf(self: Device): Device["rules"];
  /** What the hub should know of its wish, and what hangs on the gateway. */
  reported(): Reported;
  /** Takes a desired document; null when it is the one that runs already. A trial's end is told to `onReported`. */
  wish(document: unknown): Promise<Reported | null>;
  /** A technician changes the settings file; on the disk before it runs. Throws `SETTING_INVALID` or `DISK_FAILED`. */
  change(edit: (document: SettingsDocument) => SettingsDocument): Promise<void>;
  /** A device spoke: a trial waits for that. */
  hear(reading: Reading): void;
  close(): void;
};

/** The settings file as it is written, before defaults. */
export type SettingsDocument = Installed & Record<string, unknown>;

export type ConfigurationDeps = {
  /** The settings file. */
  path: string;
  folder: string;
  load(document: unknown): Promise<Loaded>;
  /** The gateway as a device, which has rules too. */
  selfOf(loaded: Loaded): Device;
  isOnline(): boolean;
  onReported(reported: Reported): void;
  clock: Clock;
  report: Report;
  disk?: Disk;
};

type Told = Pick<Reported, "hash" | "state" | "error">;

/** `good` was the last that worked; while `trial` is on the disk, a restart takes it back; `failed` is not tried again. */
type Kept = { good: Desired; trial: { hash: string; before: Installed } | null; failed: Told | null };

/** The hash of no wish at all. */
const none = "none";

export async function openConfiguration(first: Loaded, deps: ConfigurationDeps): Promise<Configuration> {
  const { path, folder, load, report, clock, disk = nodeDisk } = deps;
  const file = new Low<Kept>(stateFile(join(folder, "desired.json"), report, disk), {
    good: { hash: none, devices: [] },
    trial: null,
    failed: null,
  });
  await file.read();
  // Before there were trials the file held the wish alone.
  if ("hash" in file.data) file.data = { good: file.data as unknown as Desired, trial: null, failed: null };
  let document = first.document as SettingsDocument;
  let loaded = first;
  let apply: Apply = async () => [];
  let trial: Trial | null = null;
  let told: Told = file.data.failed ?? { hash: file.data.good.hash, state: "applied" };
  const well = new Set<DeviceId>();
  let turn: Promise<unknown> = Promise.resolve();
  if (file.data.trial !== null) await takeBackAtStart(file.data.trial);

  async function takeBackAtStart({ hash, before }: NonNullable<Kept["trial"]>): Promise<void> {
    document = { ...document, ...before };
    loaded = await load(document);
    await replaceFile(disk, path, textOf(document));
    told = { hash, state: "reverted", error: reverted("the gateway was restarted while it was tried") };
    await keep({ ...file.data, trial: null, failed: told });
  }

  /** Durable first: what runs is what a restart would run. */
  async function keep(next: Kept): Promise<void> {
    const before = file.data;
    file.data = next;
    await file.write().catch((error) => {
      file.data = before;
      throw error;
    });
  }

  function run(): Promise<readonly string[]> {
    return apply(running());
  }

  function running(): Loaded {
    const wishOf = (id: string) => file.data.good.devices.find((wish) => wish.id === id);
    const devices = loaded.devices.map((entry) => {
      const wish = wishOf(entry.device.id);
      if (wish === undefined) return entry;
      const usual = { everyMs: entry.everyMs, rules: entry.device.rules };
      const { rules = usual.rules, everyMs = usual.everyMs } = wish;
      return { ...entry, everyMs, usual, device: { ...entry.device, rules } };
    });
    return { ...loaded, devices };
  }

  async function adopt(next: SettingsDocument): Promise<readonly string[]> {
    const nextLoaded = await load(next);
    await replaceFile(disk, path, textOf(next));
    document = next;
    loaded = nextLoaded;
    return run();
  }

  function devicesOf(of: Loaded): Device[] {
    return [deps.selfOf(of), ...of.devices.map(({ device }) => device)];
  }

  async function take(wished: unknown): Promise<Reported | null> {
    const hash = String((wished as Partial<Desired> | null)?.hash ?? "");
    if (hash === told.hash && told.state !== "rejected") return null;
    try {
      const settings = (wished as Partial<Desired> | null)?.settings;
      const next = settings === undefined ? document : ({ ...document, ...settings } as SettingsDocument);
      const fits = settings === undefined ? loaded : await load(next);
      const desired = checkDesired(wished, devicesOf(fits));
      await endTrial();
      if (settings === undefined) {
        await keep({ good: desired, trial: null, failed: null });
        await run();
        return tell({ hash, state: "applied" });
      }
      return await begin(desired, next);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return tell({ hash, state: "rejected", error: error.message });
    }
  }

  /** A newer wish ends an older one's trial as it stands. */
  async function endTrial(): Promise<void> {
    trial?.close();
    trial = null;
    if (file.data.trial !== null) await keep({ ...file.data, trial: null });
  }

  async function begin({ settings: _settings, ...desired }: Desired, next: SettingsDocument): Promise<Reported> {
    const before = installedOf(document);
    const { hash } = desired;
    await keep({ ...file.data, trial: { hash, before } });
    const wasWell = new Set(well);
    const links = await adopt(next);
    const awaited = loaded.devices.filter(({ device, link }) => links.includes(link) && wasWell.has(device.id));
    trial = openTrial(
      {
        awaited: awaited.map(({ device, everyMs }) => ({ id: device.id, everyMs })),
        wasOnline: deps.isOnline(),
        withinMs: loaded.settings.remote.trialMs,
      },
      {
        isOnline: deps.isOnline,
        onEnd: (why) => void inTurn(() => settle(desired, before, why)).catch(faultsTo(report)),
      },
      clock,
    );
    return tell({ hash, state: "trying" });
  }

  /** `why` null: everything that worked before works again. */
  async function settle(desired: Desired, before: Installed, why: string | null): Promise<void> {
    if (file.data.trial?.hash !== desired.hash) return;
    trial = null;
    const { hash } = desired;
    if (why === null) {
      await keep({ good: desired, trial: null, failed: null });
      await run();
      return deps.onReported(tell({ hash, state: "applied" }));
    }
    const failed: Told = { hash, state: "reverted", error: reverted(why) };
    await adopt({ ...document, ...before });
    await keep({ ...file.data, trial: null, failed });
    deps.onReported(tell(failed));
  }

  function tell(next: Told): Reported {
    told = next;
    return reported();
  }

  function reported(): Reported {
    return { ...told, settings: installedOf(document) };
  }

  /** One change at a time. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    running,
    rulesOf: ({ id, rules }) => file.data.good.devices.find((wish) => wish.id === id)?.rules ?? rules,
    reported,
    async follow(next) {
      apply = next;
      await run();
    },
    wish: (wished) => inTurn(() => take(wished)),
    change: (edit) =>
      inTurn(async () => {
        await endTrial();
        await adopt(edit(structuredClone(document)));
        deps.onReported(reported());
      }),
    hear({ device, point, value }) {
      if (point === faultPoint && value !== "") well.delete(device);
      if (point === faultPoint) return;
      well.add(device);
      trial?.heard(device);
    },
    close: () => trial?.close(),
  };
}

/** Every field, so that taking back also takes away what was not there before. */
function installedOf({ links, devices, outputs = [], night = {} }: SettingsDocument): Installed {
  return { links, devices, outputs, night };
}

function textOf(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function reverted(why: string): string {
  return new Fault("CONFIGURATION_REVERTED", why).message;
}
