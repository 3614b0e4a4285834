/** The map on the wall: all of it, by itself. */
import { useMemo } from "react";
import { MapView } from "../map/map-view.tsx";
import { useMap } from "../map/queries.ts";
import { byTrouble, thingsOf } from "../map/things.ts";

export function WallMap({ wall }: { wall: boolean }) {
  const { data } = useMap(wall);
  const things = useMemo(() => (data ? thingsOf(data).sort(byTrouble) : []), [data]);
  return <div className="wall-map">{data && <MapView data={data} things={things} mode="dark" still />}</div>;
}
