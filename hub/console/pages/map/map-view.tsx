/** The map as a component: draws what it is given, tells what was chosen. */
import { useEffect, useRef, useState } from "react";
import type { MapView as MapData } from "../../../http/overview-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import type { Mode } from "../../look/theme.ts";
import { type DrawnMap, drawMap } from "./leaflet-map.ts";
import type { Thing } from "./things.ts";
import { mapWords } from "./words.ts";

type Props = {
  data: MapData;
  things: readonly Thing[];
  mode: Mode;
  still?: boolean;
  chosen?: Thing | null;
  onChoose?: (thing: Thing) => void;
};

const nobody = () => {};

export function MapView({ data, things, mode, still = false, chosen = null, onChoose = nobody }: Props) {
  const { t, say } = useSpeech();
  const words = useWords(mapWords);
  const holder = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnMap | null>(null);
  const ground = JSON.stringify([data.base, data.areas]);
  const told = useRef(onChoose);
  told.current = onChoose;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ground` stands for what of the data is drawn once
  useEffect(() => {
    if (!holder.current) return;
    const worstText = (worst: number) => (worst === 9 ? words.calm : t.severity[worst as 1 | 2 | 3 | 4].long);
    const made = drawMap(holder.current, data, {
      ...{ mode, still },
      clusterText: (count, worst) => words.cluster(count, worstText(worst)),
      thingText: (thing) => `${thing.place} ${say(thing.title)}`,
      onChoose: (thing) => told.current(thing),
    });
    setDrawn(made);
    return () => made.end();
  }, [ground, mode, still, words, t, say]);
  useEffect(() => drawn?.show(things), [drawn, things]);
  useEffect(() => drawn?.choose(chosen), [drawn, chosen]);
  return (
    <div className="map-frame">
      <section ref={holder} className="map" aria-label={words.label} />
      {!still && (
        <button type="button" className="map-whole" onClick={() => drawn?.whole()}>
          {words.whole}
        </button>
      )}
    </div>
  );
}
