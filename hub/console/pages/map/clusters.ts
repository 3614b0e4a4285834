/** Devices that lie close together as one mark, which shows the worst of them and how many they are. */
import Supercluster from "supercluster";
import { type Thing, toneOf } from "./things.ts";

/** What a cluster knows of its things: the gravest severity, 9 for none, and the worst standing. */
type Sum = { worst: number; rank: number };
type Leaf = Sum & { thing: Thing };

export type Mark =
  | { kind: "one"; at: [number, number]; thing: Thing; tone: string }
  | { kind: "many"; at: [number, number]; id: number; count: number; tone: string; worst: number };

const ranks = ["fault", "quarantine", "unknown", "silent", "well"] as const;
const usualRadius = 56;
/** From here on each thing stands alone. */
export const loneZoom = 19;

export type Clusters = {
  within(box: [west: number, south: number, east: number, north: number], zoom: number): Mark[];
  /** The zoom at which a cluster falls apart. */
  opensAt(id: number): number;
};

/** `place` gives the coordinates in which the map is drawn; `radius` in px. */
export function clustersOf(
  things: readonly Thing[],
  place: (at: [number, number]) => [number, number],
  radius = usualRadius,
): Clusters {
  const index = new Supercluster<Leaf, Sum>({
    ...{ radius, maxZoom: loneZoom - 1, minPoints: 2 },
    map: ({ worst, rank }) => ({ worst, rank }),
    reduce: (sum, { worst, rank }) => {
      sum.worst = Math.min(sum.worst, worst);
      sum.rank = Math.min(sum.rank, rank);
    },
  });
  const placed = things.flatMap((thing) => (thing.at === null ? [] : [{ thing, at: place(thing.at) }]));
  index.load(
    placed.map(({ thing, at }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: at },
      properties: { thing, worst: thing.severity || 9, rank: ranks.indexOf(thing.standing) },
    })),
  );
  return {
    within: (box, zoom) => index.getClusters(box, Math.round(zoom)).map(markOf),
    opensAt: (id) => index.getClusterExpansionZoom(id),
  };
}

type Found = ReturnType<Supercluster<Leaf, Sum>["getClusters"]>[number];

function markOf({ geometry, properties }: Found): Mark {
  const at = geometry.coordinates as [number, number];
  if (!("cluster" in properties)) return { kind: "one", at, thing: properties.thing, tone: toneOf(properties.thing) };
  const { cluster_id: id, point_count: count, worst, rank } = properties;
  const tone = toneOf({ severity: worst === 9 ? 0 : worst, standing: ranks[rank] ?? "unknown" });
  return { kind: "many", at, id, count, worst, tone };
}
