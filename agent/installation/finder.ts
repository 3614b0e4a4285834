/** One search at a time; what it found is there until the next one begins. */

import { Value } from "typebox/value";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { Model } from "../../core/model.ts";
import type { Driver } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import type { LineSettings } from "../links/open-link.ts";
import type { Loaded } from "../settings/load.ts";
import { linkSchemas } from "../settings/settings.ts";
import { findInAir } from "./find/air.ts";
import { findOnBus } from "./find/bus.ts";
import type { Found, Search } from "./find/found.ts";
import { isSameLine } from "./place.ts";

export type FinderDeps = {
  models: readonly Model[];
  drivers: ReadonlyMap<string, Driver>;
  clock: Clock;
  running(): Loaded;
  /** Has the link for itself until the returned function is called. */
  borrow(link: string): Promise<() => Promise<void>>;
};

export type Finder = { search(): Search; begin(wish: Record<string, unknown>): void };

const airMs = 8000;
const none: Search = { isRunning: false, done: 0, of: 0, what: "", code: "", error: "", found: [] };

export function openFinder({ models, drivers, clock, running, borrow }: FinderDeps): Finder {
  let search = none;
  const told = {
    found: (one: Found) => {
      search = { ...search, found: [...search.found.filter(({ id }) => id !== one.id), one] };
    },
    progress: (done: number, of: number, what: string) => {
      search = { ...search, done, of, what };
    },
  };

  async function run(wish: Record<string, unknown>): Promise<void> {
    const link = linkOf(wish.link);
    const own = running().settings.links.find((one) => isSameLine(one, link));
    const giveBack = own === undefined ? async () => undefined : await borrow(own.id);
    try {
      if (link.kind === "ble")
        await findInAir({ controller: link.controller, forMs: airMs }, models, drivers, told, clock);
      else await findOnBus({ link: link as LineSettings, mostUnits: unitsOf(wish.mostUnits) }, models, told, clock);
    } finally {
      await giveBack();
    }
  }

  return {
    search: () => ({ ...search, found: search.found.map((one) => known(one, running())) }),
    /** Throws `INPUT_INVALID` or `SETTING_INVALID` naming the field; what happens later is told in `search`. */
    begin(wish) {
      if (search.isRunning) throw new Fault("INPUT_INVALID", "/link a search is running");
      linkOf(wish.link);
      search = { ...none, isRunning: true };
      run(wish)
        .catch((error: unknown) => {
          if (!(error instanceof Fault)) throw error;
          search = { ...search, code: error.code, error: error.detail };
        })
        .finally(() => {
          search = { ...search, isRunning: false };
        });
    },
  };
}

function linkOf(wish: unknown) {
  const kind = (wish as { kind?: string } | null)?.kind ?? "";
  if (!["serial", "tcp", "udp", "ble"].includes(kind))
    throw new Fault("INPUT_INVALID", "/link/kind must be serial, tcp, udp or ble");
  const schema = linkSchemas[kind as "serial" | "tcp" | "udp" | "ble"];
  return check(schema, Value.Default(schema, { id: "search", ...(wish as object) }), "SETTING_INVALID");
}

function unitsOf(wish: unknown): number {
  return Number.isInteger(wish) && (wish as number) >= 1 && (wish as number) <= 247 ? (wish as number) : 32;
}

/** With the device it is by now, if somebody installed it. */
function known(one: Found, loaded: Loaded): Found {
  const device = deviceAt(loaded, one);
  return device === undefined ? one : { ...one, device };
}

function deviceAt({ settings, devices }: Loaded, { link, settings: address }: Found): string | undefined {
  const own = settings.links.find((one) => isSameLine(one, link as never));
  const at = (config: unknown) =>
    Object.entries(address).every(([name, value]) => (config as Record<string, unknown>)[name] === value);
  return devices.find((entry) => entry.link === own?.id && at(entry.config))?.device.id;
}
