/** Tries a mapping on samples before it goes live: what each would become, or where it fails. Nothing is kept. */
import { Fault } from "../../../core/fault.ts";
import type { Value } from "../../../core/reading.ts";
import type { Product } from "../../store/connectors.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import { deviceIdOf } from "../devices/meet.ts";
import { readingsOf } from "../intake/readings-of.ts";
import type { Models } from "../kit/models.ts";
import type { Told } from "../kit/told.ts";
import { type Evaluator, MappingFault } from "./evaluate.ts";
import { keyIn, toldOf } from "./mapping.ts";
import { askOf } from "./reads.ts";

export type TrialWish = { mapping: string; key?: string; reads?: "json" | "text" };
/** `body` as it came, in text. */
export type Sample = { from?: string; body: string };

/** `position`: the character of the expression, counted from 0, where one is to blame. */
export type TrialError = { expression: "mapping" | "key" | null; position: number | null; detail: string };
export type TrialDevice = {
  device: string;
  product: string;
  title: string;
  kind: Told["kind"];
  /** What the device's own clock said, or null. */
  at: number | null;
  /** Its own where it is adopted, else its product's, else the one it is tried with; null: none of these. */
  model: string | null;
  /** What the mapping made, for whoever has no model yet; null where it is no object of named values. */
  properties: Record<string, unknown> | null;
  readings: { point: string; value: Value; at: number }[];
  /** The fault of the field that its driver tells, or "". */
  fault: string;
};
export type Tried = { key: string | null; devices: TrialDevice[]; error: TrialError | null };

export type TrialDeps = {
  evaluator: Evaluator;
  models: Models;
  products: readonly Product[];
  /** Devices somebody adopted. */
  adopted?: readonly Pick<ForeignDevice, "foreign" | "model" | "settings">[];
  /** For devices that nobody adopted, of products without a model. */
  model?: string | undefined;
  now: number;
};

/** One answer a sample, in their order. */
export async function tryMapping(
  { mapping, samples }: { mapping: TrialWish; samples: readonly Sample[] },
  deps: TrialDeps,
): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const sample of samples) tried.push(await tryOne(mapping, sample, deps));
  return tried;
}

async function tryOne(wish: TrialWish, { from = "", body }: Sample, deps: TrialDeps): Promise<Tried> {
  try {
    const push = { from, body: Buffer.from(body), received: deps.now };
    const { mapping, key, input, bindings } = askOf(push, wish);
    const expressions = key === undefined ? [mapping] : [mapping, key];
    const [made, own] = await deps.evaluator.evaluate(expressions, input, bindings);
    const devices = toldOf(made).map((told) => deviceOf(told, deps));
    return { key: key === undefined ? null : keyIn(own), devices, error: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { expression, position } = error instanceof MappingFault ? error : { expression: null, position: null };
    return { key: null, devices: [], error: { expression, position, detail: error.detail } };
  }
}

function modelOf({ device, product = "" }: Told, { products, adopted = [], model }: TrialDeps): string | null {
  const own = adopted.find(({ foreign }) => foreign === device)?.model;
  return own ?? products.find((one) => one.product === product)?.model ?? model ?? null;
}

function deviceOf(told: Told, deps: TrialDeps): TrialDevice {
  const { device, product = "", title = "", kind, at = null } = told;
  const { models, adopted = [], now } = deps;
  const model = modelOf(told, deps);
  const properties = told.kind === "properties" ? told.properties : null;
  const about = { device, product, title, kind, at, model, properties };
  if (model === null || (kind !== "payload" && kind !== "properties")) return { ...about, readings: [], fault: "" };
  const known = adopted.find(({ foreign }) => foreign === device)?.settings;
  const foreign: ForeignDevice = {
    ...{ connector: "trial" as never, foreign: device, device: deviceIdOf(device), product, model, title, place: "" },
    ...{ settings: { ...told.settings, ...known }, metAt: now, heardAt: now, isOnline: null },
  };
  const { readings, fault } = readingsOf({ told, foreign, push: { received: now } }, models);
  return { ...about, readings: readings.map(({ point, value, at: moment }) => ({ point, value, at: moment })), fault };
}
