/** A device that came by a platform gets its model, goes into service, and what it said before is read. */
import { Fault } from "../../../core/fault.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Model } from "../../../core/model.ts";
import type { Value } from "../../../core/reading.ts";
import { breathing } from "../../breathe.ts";
import type { Changes } from "../../changes.ts";
import { noteDevice } from "../../district/inventory/note.ts";
import { settleAnnounced } from "../../registry/announced.ts";
import { moveLife } from "../../registry/change.ts";
import { lifeAfter } from "../../registry/life.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Store, Tables } from "../../store/store.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import { type MappedPush, mapPush, notMapped, readPush } from "../intake/read-push.ts";
import type { readingsOf } from "../intake/readings-of.ts";
import { tryReadings } from "../intake/try-readings.ts";
import type { Models } from "../kit/models.ts";
import type { Evaluator } from "../mapping/evaluate.ts";
import { registerForeign } from "./register.ts";

export type Adoption = { device: DeviceId; model: string; title?: string | undefined; place?: string | undefined };

/** Throws `NOT_FOUND`, or `MODEL_UNKNOWN`. Adopting again with another model reads anew what waits. */
export async function adoptForeign(
  tables: Tables,
  connector: GatewayId,
  adoptions: readonly Adoption[],
  models: Models,
  changes: Changes,
  author: { by: string; now: number },
): Promise<void> {
  if ((await tables.connectors.find(connector)) === null) throw new Fault("NOT_FOUND", `connector ${connector}`);
  const known: ForeignDevice[] = [];
  for (const { device, model, title, place } of adoptions) {
    const foreign = await tables.foreignDevices.findByDevice(connector, device);
    if (foreign === null) throw new Fault("NOT_FOUND", `device ${connector}/${device}`);
    if (models.find(model) === null)
      throw new Fault("MODEL_UNKNOWN", `"${model}" is no model whose devices speak for themselves`);
    known.push({ ...foreign, model, title: title ?? foreign.title, place: place ?? foreign.place });
  }
  const touched = new Set<GatewayId>();
  for (const foreign of known) {
    const thing = { gateway: connector, device: foreign.device };
    await tables.foreignDevices.put(foreign);
    await registerForeign(tables, foreign, models, changes, author.now);
    const entry = await tables.registry.find(thing);
    if (entry !== null && lifeAfter(entry.life, "adopt") !== null)
      await moveLife(tables, thing, { move: "adopt" }, changes, { ...author, touched });
    await noteDevice(tables, thing, author.now);
    await tables.pushes.readAgain(connector, foreign.foreign);
  }
  await settleAnnounced(tables, connector, author.now);
}

export type Proposal = { model: string; readings: { point: string; value: Value }[] };

const mostTried = 20;

/**
 * The models by whose driver what the device said makes sense, the best first. Expressions are evaluated between the
 * reads: nobody else waits for them.
 */
export async function proposeModels(
  { read }: Pick<Store, "read">,
  connector: GatewayId,
  device: DeviceId,
  models: Models,
  evaluator: Evaluator,
): Promise<Proposal[]> {
  const { foreign, open, pushes } = await read((tables) => unknownOf(tables, connector, device));
  const said: Said[] = [];
  for (const push of pushes) {
    const mapped = (await mapPush(open, push, evaluator)) ?? notMapped;
    said.push(...(await read((tables) => toldOf(tables, push, foreign, open, mapped))));
  }
  const [proposals, breathe]: [Proposal[], () => Promise<void>] = [[], breathing()];
  for (const model of models.list()) {
    await breathe();
    proposals.push(...proposalOf(model, { ...foreign, model: model.model }, said, models));
  }
  return proposals.sort((a, b) => b.readings.length - a.readings.length);
}

async function unknownOf(tables: Tables, connector: GatewayId, device: DeviceId) {
  const foreign = await tables.foreignDevices.findByDevice(connector, device);
  const open = await openConnector(tables, connector);
  if (foreign === null || open === null) throw new Fault("NOT_FOUND", `device ${connector}/${device}`);
  return { foreign, open, pushes: await tables.pushes.listUnknown(connector, foreign.foreign, mostTried) };
}

type Said = { push: PushRow; told: Parameters<typeof readingsOf>[0]["told"] };

async function toldOf(
  tables: Tables,
  push: PushRow,
  { foreign }: ForeignDevice,
  open: OpenConnector,
  mapped: MappedPush,
): Promise<Said[]> {
  try {
    const { told: all } = await readPush(tables, open, push, mapped);
    if ("waitsFor" in all) return [];
    return all.filter(({ device }) => device === foreign).map((told) => ({ push, told }));
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

/** Nothing where any of it is a fault by this model. */
function proposalOf({ model }: Model, foreign: ForeignDevice, said: readonly Said[], models: Models): Proposal[] {
  const readings = new Map<string, Value>();
  for (const { push, told } of said.filter(({ told }) => told.kind === "payload" || told.kind === "properties")) {
    const yielded = tryReadings({ told, foreign, push }, models);
    if (yielded === null) return [];
    for (const { point, value } of yielded) readings.set(point, value);
  }
  const list = [...readings].map(([point, value]) => ({ point, value }));
  return list.length === 0 ? [] : [{ model, readings: list }];
}
