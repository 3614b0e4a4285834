/** What the gateway runs: its settings file with the hub's wishes on top; a wish that does not fit is rejected whole. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { Desired, Reported } from "../../core/desired.ts";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import { checkDesired } from "./registration.ts";

/** The devices with the rules that are wished for, and the wished interval of each, if any. */
export type Apply = (devices: Device[], everyMs: (device: string) => number | undefined) => void;

export type Configuration = {
  /** Applies what runs now, and each new wish from then on. */
  follow(apply: Apply): void;
  /** What the hub should know of the wish that runs; null when there is none. */
  reported(): Reported | null;
  /** Takes a desired document; null when it is the one that runs already. */
  wish(document: unknown): Promise<Reported | null>;
};

/** The hash of no wish at all. */
const none = "none";

/** `devices` are those of the settings file; the last good wish is kept below `folder`. */
export async function openConfiguration(
  folder: string,
  devices: readonly Device[],
  report: Report,
  disk?: Disk,
): Promise<Configuration> {
  const file = new Low<Desired>(stateFile(join(folder, "desired.json"), report, disk), { hash: none, devices: [] });
  await file.read();
  let apply: Apply = () => undefined;

  function run(desired: Desired): void {
    const wishOf = (id: string) => desired.devices.find((wish) => wish.id === id);
    const wished = devices.map((device) => ({ ...device, rules: wishOf(device.id)?.rules ?? device.rules }));
    apply(wished, (id) => wishOf(id)?.everyMs);
  }

  /** Durable first: what runs is what a restart would run. */
  async function keep(desired: Desired): Promise<void> {
    const before = file.data;
    file.data = desired;
    await file.write().catch((error) => {
      file.data = before;
      throw error;
    });
  }

  return {
    reported: () => (file.data.hash === none ? null : { hash: file.data.hash, state: "applied" }),
    follow(next) {
      apply = next;
      run(file.data);
    },
    async wish(document) {
      const hash = String((document as Partial<Desired> | null)?.hash ?? "");
      if (hash === file.data.hash) return null;
      try {
        const desired = checkDesired(document, devices);
        await keep(desired);
        run(desired);
        return { hash, state: "applied" };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return { hash, state: "rejected", error: error.message };
      }
    },
  };
}
