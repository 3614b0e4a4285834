/** A street made up from `sample.json`: its areas and units, its gateways and what hangs on them. */
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Point } from "../../core/point.ts";
import type { Value } from "../../core/reading.ts";
import type { Rule } from "../../core/rule.ts";
import type { Area, Areas } from "../rulebook/areas.ts";
import type { Unit, Units } from "../rulebook/units.ts";
import type { Chance } from "./chance.ts";
import sample from "./sample.json" with { type: "json" };

type Kind = Omit<(typeof sample.kinds)[number], "point" | "rule" | "value" | "quiet"> & {
  point: Point;
  rule: Rule;
  value: Value;
  quiet: Value;
};
export const kinds = sample.kinds as unknown as readonly Kind[];
export const { people, findings } = sample;

export type Placed = { gateway: GatewayId; device: Device; kind: Kind; area: string; unit: string };
export type Street = {
  gateways: { id: GatewayId; title: string; place: string; devices: Placed[] }[];
  placed: Placed[];
};

const perGateway = 50;

/** Committees and compounds beside those that are there. */
export function areasWith({ areas, gateways }: Areas): Areas {
  const { street, committees, compounds, source } = sample;
  const own: Area[] = [{ ...street, tier: "street", parent: null, unit: "street" }];
  for (const [n, name] of committees.entries()) {
    const committee = committeeOf(n);
    own.push({ id: committee, name: `${name}居委`, tier: "committee", parent: street.id, unit: committee });
    for (const [m, part] of compounds.entries()) {
      const outline = [outlineOf(n, m)];
      own.push({
        id: compoundOf(n, m),
        name: name + part,
        tier: "compound",
        parent: committee,
        unit: committee,
        outline,
      });
    }
  }
  return { source, gateways, areas: [...areas.filter(({ id }) => own.every((area) => area.id !== id)), ...own] };
}

type Pair = [lon: number, lat: number];
type SampleMap = { west: number; north: number; committeeStep: Pair; compoundStep: Pair; size: Pair };

/** A made-up place on the map: committees in rows of five, each with two rows of three compounds. */
function outlineOf(committee: number, compound: number): [number, number][] {
  const { west, north, committeeStep, compoundStep, size } = sample.map as SampleMap;
  const corner = (axis: 0 | 1, [c, m]: [number, number]) => committeeStep[axis] * c + compoundStep[axis] * m;
  const left = west + corner(0, [committee % 5, compound % 3]);
  const top = north - corner(1, [Math.floor(committee / 5), Math.floor(compound / 3)]);
  const [right, bottom] = [left + size[0], top - size[1]];
  const ring = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ] as [number, number][];
  return ring.map(([lon, lat]) => [round(lon), round(lat)]);
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

export function unitsWith({ units }: Units): Units {
  const own: Unit[] = sample.committees.map((name, n) => ({
    ...{ id: committeeOf(n), name: `${name}居委`, kind: "committee", tier: 1 },
    parent: "street",
  }));
  return { source: sample.source, units: [...units.filter(({ id }) => own.every((unit) => unit.id !== id)), ...own] };
}

export function makeStreet(devices: number, chance: Chance): Street {
  const compounds = sample.committees.flatMap((name, n) =>
    sample.compounds.map((part, m) => ({ name: name + part, area: compoundOf(n, m), unit: committeeOf(n) })),
  );
  const gateways = Array.from({ length: Math.ceil(devices / perGateway) }, (_, g) => {
    const compound = compounds[g % compounds.length] as (typeof compounds)[number];
    const id = `gw-${String(g + 1).padStart(3, "0")}` as GatewayId;
    const count = Math.min(perGateway, devices - g * perGateway);
    const place = `${compound.name} ${1 + Math.floor(g / compounds.length)}号门卫室`;
    const mine = Array.from({ length: count }, (_, n) => placedOf(id, n, compound, chance));
    return { id, title: `${compound.name}网关`, place, devices: mine };
  });
  return { gateways, placed: gateways.flatMap((gateway) => gateway.devices) };
}

type Compound = { name: string; area: string; unit: string };

function placedOf(gateway: GatewayId, n: number, { name, area, unit }: Compound, chance: Chance): Placed {
  const kind = kindAt(chance.next());
  const place = `${name} ${1 + chance.below(40)}号楼 ${chance.of(kind.spots)}`;
  const id = `${kind.kind}-${String(n + 1).padStart(2, "0")}` as DeviceId;
  const device: Device = {
    ...{ id, model: kind.model, title: kind.title, place, points: [kind.point], rules: [kind.rule] },
    ...{ measures: kind.measures, everyMs: kind.everyMs },
    ...(kind.class === undefined ? {} : { class: kind.class as Device["class"] & string }),
  };
  return { gateway, device, kind, area, unit };
}

function kindAt(share: number): Kind {
  const upTo = (n: number) => kinds.slice(0, n + 1).reduce((sum, kind) => sum + kind.share, 0);
  return kinds.find((_, n) => share < upTo(n)) ?? (kinds[0] as Kind);
}

function committeeOf(n: number): string {
  return `sample-${n + 1}`;
}

function compoundOf(n: number, m: number): string {
  return `sample-${n + 1}-${m + 1}`;
}
