/** The map itself, by Leaflet: outlines and marks that read well with no base map; knows nothing of React. */
import L from "leaflet";
import type { MapView } from "../../../http/overview-views.ts";
import { type Mode, mapInk } from "../../look/theme.ts";
import { type Clusters, clustersOf, type Mark } from "./clusters.ts";
import { toTiles } from "./crs.ts";
import type { Thing } from "./things.ts";

export type MapWishes = {
  mode: Mode;
  /** For a wall: nothing to click, no buttons, bigger marks. */
  still: boolean;
  clusterText: (count: number, worst: number) => string;
  thingText: (thing: Thing) => string;
  onChoose: (thing: Thing) => void;
};

export type DrawnMap = {
  show(things: readonly Thing[]): void;
  choose(thing: Thing | null): void;
  /** Everything there is. */
  whole(): void;
  end(): void;
};

export function drawMap(holder: HTMLElement, { base, areas }: MapView, wishes: MapWishes): DrawnMap {
  const { still } = wishes;
  const ink = mapInk(wishes.mode);
  /** A wall's marks are as big as its text, so that one of 4K shows the same as one of full HD. */
  const unit = still ? Number.parseFloat(getComputedStyle(holder).fontSize) / wallText : 1;
  const place = (at: readonly [number, number]) => toTiles(at, base.crs);
  const map = L.map(holder, {
    ...{ preferCanvas: true, zoomControl: !still, attributionControl: base.attribution !== "", keyboard: !still },
    ...{ dragging: !still, scrollWheelZoom: !still, doubleClickZoom: !still, touchZoom: !still, boxZoom: !still },
    ...{ minZoom: base.minZoom, maxZoom: Math.max(base.maxZoom, 20), zoomSnap: still ? 0.25 : 1 },
    fadeAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.attributionControl?.setPrefix(false);
  for (const tiles of base.tiles)
    L.tileLayer(tiles, {
      minZoom: base.minZoom,
      maxNativeZoom: base.maxZoom,
      maxZoom: 22,
      attribution: escaped(base.attribution),
    }).addTo(map);
  drawAreas(map, areas, place, ink, base.tiles.length > 0);
  const marks = L.layerGroup().addTo(map);
  let clusters: Clusters = clustersOf([], place);
  let all: readonly Thing[] = [];
  let chosen: L.CircleMarker | null = null;
  const draw = () => {
    const bounds = map.getBounds().pad(0.2);
    const box: [number, number, number, number] = [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ];
    marks.clearLayers();
    for (const mark of clusters.within(box, map.getZoom())) marks.addLayer(layerOf(mark));
  };
  const layerOf = (mark: Mark): L.Layer => {
    if (mark.kind === "one" && isPlain(mark))
      return dot(mark, ink, still ? 11 * unit : 8).on("click", () => wishes.onChoose(mark.thing));
    const text = mark.kind === "many" ? wishes.clusterText(mark.count, mark.worst) : wishes.thingText(mark.thing);
    const marker = L.marker(latLng(mark.at), {
      icon: iconOf(mark),
      title: text,
      alt: text,
      keyboard: !still,
      zIndexOffset: mark.kind === "many" ? -10 * mark.worst : 0,
    });
    return marker.on("click", () =>
      mark.kind === "one"
        ? wishes.onChoose(mark.thing)
        : map.flyTo(latLng(mark.at), Math.min(clusters.opensAt(mark.id), map.getMaxZoom()), { duration: 0.3 }),
    );
  };
  const whole = () => {
    const points = [
      ...all.flatMap(({ at }) => (at ? [at] : [])),
      ...(all.length > 0 ? [] : areas.flatMap((area) => area.outline?.[0] ?? [])),
    ];
    if (points.length === 0) return void map.setView(latLng(place(base.centre)), base.zoom);
    map.fitBounds(L.latLngBounds(points.map((at) => latLng(place(at)))).pad(0.15), {
      maxZoom: still ? 20 : 18,
      animate: false,
    });
  };
  map.setView(latLng(place(base.centre)), base.zoom);
  map.on("moveend zoomend", draw);
  const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  watch.observe(holder);
  let isFitted = false;
  return {
    show(things) {
      all = things;
      clusters = clustersOf(things, place, still ? wallRadius * unit : undefined);
      if (!isFitted && things.length > 0) {
        isFitted = true;
        whole();
      }
      draw();
    },
    choose(thing) {
      chosen?.remove();
      chosen = null;
      if (!thing?.at) return;
      const at = latLng(place(thing.at));
      chosen = L.circleMarker(at, { radius: 20, color: ink.primary, weight: 3, fill: false, interactive: false }).addTo(
        map,
      );
      if (!map.getBounds().pad(-0.1).contains(at)) map.setView(at, Math.max(map.getZoom(), 17));
    },
    whole,
    end() {
      watch.disconnect();
      // Its timers outlive it: the end of a resize would be drawn on a map that is gone.
      map.off();
      map.remove();
    },
  };
}

const latLng = ([lon, lat]: readonly [number, number]) => L.latLng(lat, lon);

/** Leaflet writes attributions as HTML. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

type Ink = ReturnType<typeof mapInk>;

/** Marks on a wall are bigger, so they need more room: so much where its text has this size, in px. */
const wallRadius = 200;
const wallText = 28;

const weights: Record<string, number> = { street: 3, committee: 2, compound: 1.5 };

function drawAreas(
  map: L.Map,
  areas: MapView["areas"],
  place: (at: readonly [number, number]) => [number, number],
  ink: Ink,
  hasBase: boolean,
) {
  for (const { name, tier, outline } of areas) {
    if (!outline) continue;
    const rings = outline.map((ring) => ring.map((at) => latLng(place(at))));
    const shape = L.polygon(rings, {
      ...{ color: ink.border, weight: weights[tier] ?? 1.5, interactive: false },
      ...{
        fillColor: ink.land,
        fillOpacity: hasBase ? 0.08 : tier === "street" ? 1 : 0.5,
        dashArray: tier === "street" ? "" : "6 4",
      },
    }).addTo(map);
    if (tier !== "street")
      shape.bindTooltip(textNode(name), {
        permanent: true,
        direction: "center",
        // Below the marks: a name never covers a count.
        pane: "shadowPane",
        className: `map-name map-name-${tier}`,
      });
  }
}

function textNode(text: string): HTMLElement {
  const node = document.createElement("span");
  node.textContent = text;
  return node;
}

/** A device without an alert or a fault is a dot on the canvas; whatever wants attention is a mark with a sign on it. */
function isPlain({ thing }: Extract<Mark, { kind: "one" }>): boolean {
  return (
    thing.severity === 0 && (thing.standing === "well" || thing.standing === "silent" || thing.standing === "unknown")
  );
}

function dot({ at, thing, tone }: Extract<Mark, { kind: "one" }>, ink: Ink, radius: number): L.CircleMarker {
  const colour = ink.tones[tone] ?? ink.border;
  return L.circleMarker(latLng(at), {
    ...{ radius, color: colour, weight: 2.5, fillColor: colour },
    fillOpacity: thing.approximate || thing.standing === "unknown" ? 0.12 : 0.9,
    dashArray: thing.standing === "unknown" ? "3 3" : "",
  });
}

const signs: Record<string, string> = { sev1: "I", sev2: "II", sev3: "III", sev4: "IV", fault: "!", quarantine: "?" };

function iconOf(mark: Mark): L.DivIcon {
  const size = mark.kind === "one" ? 28 : 30 + Math.min(26, 8 * Math.log10(mark.count));
  const hollow = mark.kind === "one" && mark.thing.approximate ? " map-hollow" : "";
  const html = document.createElement("span");
  const sign = signs[mark.tone];
  if (sign !== undefined) html.append(Object.assign(document.createElement("b"), { textContent: sign }));
  if (mark.kind === "many")
    html.append(Object.assign(document.createElement("i"), { textContent: String(mark.count) }));
  return L.divIcon({ html, iconSize: [size, size], className: `map-mark map-${mark.kind} map-${mark.tone}${hollow}` });
}
