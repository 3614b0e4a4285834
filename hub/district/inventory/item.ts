/** One device as the district is told of it, the hash that names exactly this word, and the checksum over all of them. */
import { createHash } from "node:crypto";
import Type from "typebox";
import { ClassCode } from "../../../core/class-code.ts";
import type { Device } from "../../../core/device.ts";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { Bilingual } from "../../../core/point.ts";
import { findArea } from "../../rulebook/areas.ts";
import type { Books } from "../../rulebook/kinds.ts";
import { findUnit } from "../../rulebook/units.ts";
import type { DeviceRow } from "../../store/devices.ts";

const strict = { additionalProperties: false };

const ItemPoint = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    title: Bilingual,
    kind: Type.Union([Type.Literal("number"), Type.Literal("boolean"), Type.Literal("string")]),
    unit: Type.Optional(Type.String({ minLength: 1, description: "UCUM" })),
  },
  strict,
);

const named = (description: string) =>
  Type.Object({ id: Type.String({ minLength: 1 }), name: Type.String({ minLength: 1 }) }, { ...strict, description });

/** Texts only, so that its canonical form is the same in every language. */
export const InventoryItem = Type.Object(
  {
    id: Type.String({ pattern: "^[^/]+/[^/]+$", description: "gateway/device" }),
    gateway: GatewayId,
    device: DeviceId,
    title: Bilingual,
    class: ClassCode,
    place: Type.String({ pattern: "\\S", description: "where people find it: 东昌小区 3号楼 B1 水泵房" }),
    model: Type.String({ minLength: 1 }),
    area: Type.Optional(named("the area it lies in")),
    owner: Type.Optional(named("the unit that owns it")),
    maintainer: Type.Optional(named("the unit that keeps it running")),
    location: Type.Optional(
      Type.Object(
        {
          lon: Type.String({ pattern: "^-?\\d{1,3}\\.\\d{6}$", description: "degrees, WGS 84" }),
          lat: Type.String({ pattern: "^-?\\d{1,2}\\.\\d{6}$", description: "degrees, WGS 84" }),
        },
        strict,
      ),
    ),
    installedOn: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })),
    points: Type.Array(ItemPoint, { minItems: 1 }),
  },
  strict,
);
export type InventoryItem = Type.Static<typeof InventoryItem>;

/** What the hub's people know of it beyond what its gateway says. */
export type ItemFacts = Pick<InventoryItem, "area" | "owner" | "maintainer" | "location" | "installedOn">;

export function itemFacts({ entry, area }: DeviceRow, { areas, units }: Books): ItemFacts {
  const { owner, maintainer, location, installedOn } = entry.facts;
  const facts = {
    area: nameIn(findArea(areas, area)),
    owner: nameIn(findUnit(units, owner ?? null)),
    maintainer: nameIn(findUnit(units, maintainer ?? null)),
    location: location && { lon: location.lon.toFixed(6), lat: location.lat.toFixed(6) },
    installedOn,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function nameIn(found: { id: string; name: string } | null) {
  return found === null ? undefined : { id: found.id, name: found.name };
}

/** What is said of the device, complete or not: `checkRow` tells. */
export function itemOf(gateway: GatewayId, device: Device, facts: ItemFacts = {}): object {
  const { id, title, place, model, points } = device;
  return {
    id: `${gateway}/${id}`,
    gateway,
    device: id,
    title,
    ...(device.class === undefined ? {} : { class: device.class }),
    place,
    model,
    ...facts,
    points: points.map((point) => ({
      ...{ id: point.id, title: point.title, kind: point.kind },
      ...(point.unit === undefined ? {} : { unit: point.unit }),
    })),
  };
}

/** [RFC 8785] for documents of texts and whole numbers: keys in order, no white space. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  parts.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}

export function hashOf(item: unknown): string {
  return createHash("sha256").update(canonical(item)).digest("hex");
}

/** Over `id hash` lines in the order of the ids' bytes. Both sides come to the same when they hold the same. */
export function checksumOf(rows: Iterable<{ id: string; hash: string }>): string {
  const sum = createHash("sha256");
  for (const { id, hash } of rows) sum.update(`${id} ${hash}\n`);
  return sum.digest("hex");
}
