/** What a signed acceptance record says of a device: where it hangs, since when, and that somebody proved it. */
import Type from "typebox";
import { Check } from "typebox/value";
import { DeviceId, type GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import { noteInventory } from "../district/inventory/note.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";
import { settleAnnounced } from "./announced.ts";
import { type Author, moveLife, patchFacts } from "./change.ts";
import type { FactsPatch } from "./facts.ts";
import { lifeAfter } from "./life.ts";

/** What is read of a record. A gateway signed it: it is looked at before it is believed. */
const Recorded = Type.Object({
  id: DeviceId,
  position: Type.Optional(
    Type.Union([
      Type.Object({
        latitude: Type.Number({ minimum: -90, maximum: 90 }),
        longitude: Type.Number({ minimum: -180, maximum: 180 }),
        accuracyM: Type.Number({ minimum: 0 }),
      }),
      Type.Null(),
    ]),
  ),
  proof: Type.Optional(Type.Union([Type.Object({ raisedAt: Type.Union([Type.Number(), Type.Null()]) }), Type.Null()])),
});
type Recorded = Type.Static<typeof Recorded>;
const isRecorded = (device: unknown): device is Recorded => Check(Recorded, device);
type AcceptanceRecord = { at: number; technician?: { name?: string }; devices?: readonly unknown[] };

/** The newest record of the gateway, for devices that are there by now. What people set stays as they set it. */
export async function takeNewestRecord(
  tables: Tables,
  gateway: GatewayId,
  changes: Changes,
  now: number,
): Promise<void> {
  const [newest] = (await tables.records.page({ gateway, limit: 1, sort: "newest" })).rows;
  if (newest === undefined) return;
  const record = JSON.parse((JSON.parse(newest.body) as { text: string }).text) as AcceptanceRecord;
  const by = record.technician?.name?.trim() || "hub";
  const author: Author = { by, now, touched: new Set() };
  for (const device of (record.devices ?? []).filter(isRecorded))
    await takeDevice(tables, gateway, device, record, changes, author);
  const entry = await tables.registry.find({ gateway, device: null });
  if (entry !== null && lifeAfter(entry.life, "adopt") !== null)
    await moveLife(tables, { gateway, device: null }, signed, changes, author);
  await noteInventory(tables, gateway, now);
  await settleAnnounced(tables, gateway, now);
}

const signed = { move: "adopt", reason: "验收单已签字" } as const;

async function takeDevice(
  tables: Tables,
  gateway: GatewayId,
  { id, position, proof }: Recorded,
  { at }: AcceptanceRecord,
  changes: Changes,
  author: Author,
): Promise<void> {
  const thing = { gateway, device: id };
  const row = await tables.devices.find(gateway, thing.device);
  if (row === null) return;
  const { facts, life } = row.entry;
  const patch: FactsPatch = {};
  if (position && (facts.location === undefined || facts.location.source === "acceptance"))
    patch.location = locationOf(position);
  if (facts.installedOn === undefined) patch.installedOn = dayOf(at);
  if (Object.keys(patch).length > 0) await patchFacts(tables, thing, patch, changes, author, await readBooks(tables));
  const isProved = proof?.raisedAt != null;
  if (isProved && lifeAfter(life, "adopt") !== null) await moveLife(tables, thing, signed, changes, author);
}

function locationOf({ latitude: lat, longitude: lon, accuracyM }: NonNullable<Recorded["position"]>) {
  return { lon, lat, system: "WGS84" as const, source: "acceptance" as const, accuracyM };
}

/** In Shanghai, which has one time all year. */
function dayOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}
