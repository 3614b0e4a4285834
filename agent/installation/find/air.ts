/** Listens to the air for a while and tries which models understand what each address says. */
import { Value } from "typebox/value";
import { Fault } from "../../../core/fault.ts";
import type { Model } from "../../../core/model.ts";
import type { Advert } from "../../../drivers/kit/advert.ts";
import type { AdvertDriver, Driver, Output } from "../../../drivers/kit/driver.ts";
import type { Clock } from "../../clock/clock.ts";
import { bleScanner } from "../../links/ble/ble.ts";
import type { Found, Proposal, Told } from "./found.ts";

export type AirWish = { controller: string; forMs: number };

const stepMs = 500;
/** An adapter that is not there by now does not come. */
const patienceMs = 3000;

/** Throws `LINK_DOWN` where there is no adapter to listen with. */
export async function findInAir(
  { controller, forMs }: AirWish,
  models: readonly Model[],
  drivers: ReadonlyMap<string, Driver>,
  told: Told,
  clock: Clock,
): Promise<void> {
  const heard = new Map<string, Found>();
  let trouble: string | null = null;
  const open = bleScanner({ controller, silenceMs: forMs * 10 }, clock);
  const scanner = open([{ any: true }], {
    onAdvert(advert) {
      const known = heard.get(advert.address);
      const proposals = merged(known?.proposals ?? [], proposalsFor(advert, models, drivers));
      // A phone that passes by is no sensor.
      if (proposals.length === 0) return;
      const link = { kind: "ble", controller };
      const found = { id: advert.address, link, settings: { address: advert.address }, rssi: advert.rssi, proposals };
      heard.set(advert.address, found);
      told.found(found);
    },
    onState(state) {
      trouble = state.up ? null : state.reason;
    },
  });
  for (let done = 0; done < forMs && !(trouble !== null && done >= patienceMs); done += stepMs) {
    told.progress(done, forMs, controller);
    await new Promise<void>((next) => void clock.after(stepMs, next));
  }
  await scanner.close();
  if (trouble !== null && heard.size === 0) throw new Fault("LINK_DOWN", `bluetooth ${controller}: ${trouble}`);
}

function proposalsFor(advert: Advert, models: readonly Model[], drivers: ReadonlyMap<string, Driver>): Proposal[] {
  return models.flatMap((model) => {
    const driver = drivers.get(model.driver);
    if (driver?.way !== "adverts") return [];
    const config = { ...model.settings, address: advert.address };
    if (!Value.Check(driver.config, config)) return [];
    const outputs = (driver as AdvertDriver).open(config).hear(advert, 0);
    return proposalOf(model, outputs);
  });
}

/** What needs a key says so by its fault; nothing else about it can be known. */
function proposalOf({ model, title }: Model, outputs: readonly Output[]): Proposal[] {
  const values = Object.fromEntries(
    outputs.flatMap((output) => ("reading" in output ? [[output.reading.point, output.reading.value]] : [])),
  );
  if (Object.keys(values).length > 0) return [{ model, title, values }];
  const isSealed = outputs.some((output) => "fault" in output && output.fault.code === "FIELD_KEY_WRONG");
  return isSealed ? [{ model, title, values: {}, needsKey: true }] : [];
}

/** A sensor says its parts in turn; a model that explains more of them comes first. */
function merged(before: readonly Proposal[], now: readonly Proposal[]): Proposal[] {
  const models = [...new Set([...before, ...now].map(({ model }) => model))];
  const all = models.map((model) => {
    const parts = [...before, ...now].filter((one) => one.model === model);
    const [first] = parts as [Proposal];
    const values = Object.assign({}, ...parts.map((part) => part.values));
    const isOpen = Object.keys(values).length > 0;
    return { model, title: first.title, values, ...(isOpen ? {} : { needsKey: true as const }) };
  });
  return all.sort((a, b) => Object.keys(b.values).length - Object.keys(a.values).length);
}
