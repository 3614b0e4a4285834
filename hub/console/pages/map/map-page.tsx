/** Where it is wrong: devices and alerts on a map, with the same as a list beside it. */
import { useMemo } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { MapCard } from "./map-card.tsx";
import { MapFilters } from "./map-filters.tsx";
import { MapLegend } from "./map-legend.tsx";
import { MapList } from "./map-list.tsx";
import { MapView } from "./map-view.tsx";
import { useMap } from "./queries.ts";
import { byTrouble, fits, type Thing, thingsOf } from "./things.ts";
import { mapWords } from "./words.ts";

export default function MapPage() {
  const words = useWords(mapWords);
  const { t } = useSpeech();
  const { mode } = useLook();
  const map = useMap();
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const [severity, standing, code] = ["severity", "standing", "class"].map((name) => search.get(name) ?? "");
  const all = useMemo(() => (map.data ? thingsOf(map.data).sort(byTrouble) : []), [map.data]);
  const things = useMemo(
    () => all.filter(fits({ severity: severity ?? "", standing: standing ?? "", class: code ?? "" })),
    [all, severity, standing, code],
  );
  const chosen = all.find(({ key }) => key === search.get("at")) ?? null;
  const choose = (thing: Thing | null) => {
    const next = new URLSearchParams(search);
    if (thing) next.set("at", thing.key);
    else next.delete("at");
    go(`${path}?${next}`, { replace: true });
  };
  const stylesheet = <link rel="stylesheet" href="/assets/map.css" precedence="default" />;
  if (map.error && !map.data)
    return (
      <Page title={t.nav.map}>
        <Failure error={map.error} retry={() => void map.refetch()} />
      </Page>
    );
  if (!map.data)
    return (
      <Page title={t.nav.map}>
        <Waiting rows={10} />
      </Page>
    );
  const unplaced = things.filter(({ at }) => at === null).length;
  return (
    <Page title={t.nav.map} lead={words.devices(things.length)}>
      {stylesheet}
      <MapFilters classes={map.data.classes} />
      <div className="map-page">
        <div className="map-main">
          <MapView data={map.data} things={things} mode={mode} chosen={chosen} onChoose={choose} />
          <MapLegend />
          {map.data.base.tiles.length === 0 && <p className="fine">{words.noBase}</p>}
          {unplaced > 0 && <p className="fine">{words.unplaced(unplaced)}</p>}
        </div>
        <div className="map-side">
          {chosen && <MapCard thing={chosen} gateways={map.data.gateways} onClose={() => choose(null)} />}
          {all.length === 0 ? (
            <Quiet title={words.empty}>{words.emptyText}</Quiet>
          ) : things.length === 0 ? (
            <Quiet title={words.none}>
              {words.noneText} <Link href="/map">{words.clear}</Link>
            </Quiet>
          ) : (
            <MapList things={things} chosen={chosen} onChoose={choose} />
          )}
        </div>
      </div>
    </Page>
  );
}
