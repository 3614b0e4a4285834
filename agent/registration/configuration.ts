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
import { expectedEveryMs, type Loaded } from "../settings/load.ts";
import { checkDesired } from "./registration.ts";
import { openTrial, type Trial } from "./trial.ts";
import { whoWorks } from "./who-works.ts";

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
  /**
   * A technician changes the settings file; on the disk before it runs. It stands on what is proved: a wish of the hub that is
   * being tried is taken back for it, and returned. Throws `SETTING_INVALID` or `DISK_FAILED`.
   */
  change(edit: (document: SettingsDocument) => SettingsDocument): Promise<{ takenBack: Reported | null }>;
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

/** What a trial must not lose: as it was before the first of the wishes that follow each other untested, and the links they touched. */
type AtStake = { devices: ReadonlySet<DeviceId>; links: Set<string> };

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
  let atStake: AtStake | null = null;
  let wishes = 0;
  const works = whoWorks(clock);
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

  /** What is proved: what runs, or what ran before the wish that is being tried. */
  function proved(): SettingsDocument {
    return { ...document, ...file.data.trial?.before };
  }

  /** "early" where it would be tried before anybody knows which sensors work. */
  async function take(wished: unknown): Promise<Reported | "early" | null> {
    const hash = String((wished as Partial<Desired> | null)?.hash ?? "");
    if (hash === told.hash && told.state !== "rejected") return null;
    try {
      const settings = (wished as Partial<Desired> | null)?.settings;
      const next = { ...proved(), ...settings } as SettingsDocument;
      const desired = checkDesired(wished, devicesOf(await load(next)));
      if (settings !== undefined) return works.isKnown(loaded.devices.map(idOf)) ? await begin(desired, next) : "early";
      if (file.data.trial !== null) await adopt(next);
      await endTrial({ good: desired, trial: null, failed: null });
      await run();
      return tell({ hash, state: "applied" });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return tell({ hash, state: "rejected", error: error.message });
    }
  }

  async function endTrial(next: Kept): Promise<void> {
    await keep(next);
    trial?.close();
    trial = null;
    atStake = null;
  }

  /** A wish that follows an untested one is measured by what is proved, as that was. */
  async function begin({ settings: _settings, ...desired }: Desired, next: SettingsDocument): Promise<Reported> {
    const { hash } = desired;
    const stake = atStake ?? { devices: new Set(loaded.devices.map(idOf).filter(works.mayWork)), links: new Set() };
    await keep({ ...file.data, trial: { hash, before: installedOf(proved()) } });
    for (const link of await adopt(next)) stake.links.add(link);
    atStake = stake;
    trial?.close();
    const own = openTrial(
      {
        awaited: loaded.devices
          .filter(({ device, link }) => stake.links.has(link) && stake.devices.has(device.id))
          .map((entry) => ({ id: entry.device.id, everyMs: expectedEveryMs(entry) })),
        wasOnline: deps.isOnline(),
        withinMs: loaded.settings.remote.trialMs,
      },
      {
        isOnline: deps.isOnline,
        onEnd: (why) => void inTurn(async () => trial === own && settle(desired, why)).catch(faultsTo(report)),
      },
      clock,
    );
    trial = own;
    return tell({ hash, state: "trying" });
  }

  /** `why` null: everything that worked before works again. */
  async function settle(desired: Desired, why: string | null): Promise<void> {
    if (why !== null) {
      await adopt(proved());
      return deps.onReported(await takeBack(desired.hash, why));
    }
    await endTrial({ good: desired, trial: null, failed: null });
    await run();
    deps.onReported(tell({ hash: desired.hash, state: "applied" }));
  }

  /** What was proved runs again: the wish is not tried another time. */
  async function takeBack(hash: string, why: string): Promise<Reported> {
    const failed: Told = { hash, state: "reverted", error: reverted(why) };
    await endTrial({ ...file.data, trial: null, failed });
    return tell(failed);
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
    async wish(wished) {
      const number = ++wishes;
      for (;;) {
        const answer = await inTurn(() => take(wished));
        if (answer !== "early") return answer;
        await works.known(() => loaded.devices.map(idOf), loaded.settings.remote.trialMs);
        // Meanwhile a newer one has come.
        if (number !== wishes) return null;
      }
    },
    change: (edit) =>
      inTurn(async () => {
        const tried = file.data.trial;
        await adopt(edit(structuredClone(proved())));
        const takenBack =
          tried === null ? null : await takeBack(tried.hash, "a technician changed the gateway meanwhile");
        deps.onReported(reported());
        return { takenBack };
      }),
    hear(reading) {
      works.hear(reading);
      if (reading.point !== faultPoint) trial?.heard(reading.device);
    },
    close() {
      works.close();
      trial?.close();
    },
  };
}

function idOf({ device }: Loaded["devices"][number]): DeviceId {
  return device.id;
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
