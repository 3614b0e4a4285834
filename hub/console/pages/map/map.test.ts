import { describe, expect, it } from "vitest";
import { clustersOf, loneZoom } from "./clusters.ts";
import { fromTiles, toTiles } from "./crs.ts";
import { byTrouble, fits, type Thing, thingsOf } from "./things.ts";

/** From the tests of googollee/eviltransform (python/test.py): WGS 84 and GCJ-02 of the same place. */
const published = [
  { name: "Shanghai", wgs: [121.5272106, 31.1774276], gcj: [121.531541859215, 31.17530398364597] },
  { name: "Shenzhen", wgs: [113.912316, 22.543847], gcj: [113.9171764808363, 22.540796131694766] },
  { name: "Beijing", wgs: [116.377817, 39.911954], gcj: [116.38404722455657, 39.91334545536069] },
] as const;
/** The example of Baidu's own service `geoconv` (from=1, to=5), as its users' tests keep it. */
const baidu = { wgs: [114.21892734521, 29.575429778924], bd: [114.2307519546763, 29.57908428837437] } as const;
/** A metre, in degrees. */
const metre = 1e-5;
const far = ([a, b]: readonly number[], [c, d]: readonly number[]) =>
  Math.max(Math.abs((a ?? 0) - (c ?? 0)), Math.abs((b ?? 0) - (d ?? 0)));

describe("coordinates", () => {
  it.each(published)("of $name in GCJ-02 are the published ones, and lead back", ({ wgs, gcj }) => {
    expect(far(toTiles(wgs, "gcj02"), gcj)).toBeLessThan(metre);
    expect(far(fromTiles(gcj, "gcj02"), wgs)).toBeLessThan(metre);
  });

  it("in BD-09 are the published ones, and lead back", () => {
    expect(far(toTiles(baidu.wgs, "bd09"), baidu.bd)).toBeLessThan(metre);
    expect(far(fromTiles(baidu.bd, "bd09"), baidu.wgs)).toBeLessThan(metre);
  });

  it("in WGS 84, which is CGCS2000 at this scale, stay as they are", () => {
    expect(toTiles([121.5, 31.2], "wgs84")).toEqual([121.5, 31.2]);
  });
});

const thing = (n: number, over: Partial<Thing> = {}): Thing => ({
  ...{ key: `gw/${n}`, gateway: "gw", device: String(n), title: { zh: "", en: "" }, place: `${n}号楼`, class: "" },
  ...{ standing: "well", severity: 0, ticket: "", area: "", at: [121.5 + n / 1e5, 31.2], approximate: false },
  ...over,
});
const world: [number, number, number, number] = [-180, -85, 180, 85];
const plain = (at: [number, number]) => at;

describe("clusters", () => {
  it("show how many they are and the worst of them", () => {
    const things = [thing(1), thing(2, { severity: 3 }), thing(3, { severity: 1 }), thing(4, { standing: "fault" })];
    expect(clustersOf(things, plain).within(world, 10)).toMatchObject([
      { kind: "many", count: 4, worst: 1, tone: "sev1" },
    ]);
  });

  it("without an alert show the worst standing", () => {
    const things = [thing(1), thing(2, { standing: "unknown" })];
    expect(clustersOf(things, plain).within(world, 10)).toMatchObject([{ tone: "unknown", worst: 9 }]);
  });

  it("fall apart at the end, and leave out what has no place", () => {
    const things = [thing(1), thing(2), thing(3, { at: null })];
    expect(
      clustersOf(things, plain)
        .within(world, loneZoom)
        .map(({ kind }) => kind),
    ).toEqual(["one", "one"]);
  });

  it("of ten thousand devices are found in less than a frame of a slow film", () => {
    const things = Array.from({ length: 10_000 }, (_, n) => thing(n));
    const clusters = clustersOf(things, plain);
    const started = performance.now();
    for (let zoom = 3; zoom < 19; zoom++) clusters.within(world, zoom);
    expect((performance.now() - started) / 16).toBeLessThan(50);
  });
});

describe("the things on the map", () => {
  it("come with the gravest alert first, then with what is wrong with themselves", () => {
    const things = [thing(1), thing(2, { standing: "fault" }), thing(3, { severity: 4 }), thing(4, { severity: 1 })];
    expect(things.sort(byTrouble).map(({ device }) => device)).toEqual(["4", "3", "2", "1"]);
  });

  it("are filtered by severity, standing and class together", () => {
    const things = [thing(1), thing(2, { severity: 2 }), thing(3, { severity: 2, standing: "fault", class: "a" })];
    const left = (over: object) => things.filter(fits({ severity: "", standing: "", class: "", ...over })).length;
    expect([
      left({}),
      left({ severity: "any" }),
      left({ severity: "2", standing: "fault" }),
      left({ class: "a" }),
    ]).toEqual([3, 2, 1, 1]);
  });

  it("are read from the rows of the answer", () => {
    const rows = thingsOf({
      base: { tiles: [], crs: "wgs84", minZoom: 1, maxZoom: 2, centre: [0, 0], zoom: 1, attribution: "" },
      ...{ areas: [], classes: {}, gateways: [["gw-1", "网关", "门卫室", "online", "", null, null, 1]] },
      devices: [[0, "pit-1", "水位", "Level", "3号楼", "c", "well", 2, "T1", "a", 121.5, 31.2, 1]],
    });
    expect(rows).toMatchObject([
      { key: "gw-1/pit-1", severity: 2, ticket: "T1", at: [121.5, 31.2], approximate: true },
    ]);
  });
});
