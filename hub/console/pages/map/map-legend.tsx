/** What the marks on the map mean. */
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { severities } from "../../parts/severity-filter.tsx";
import { mapWords } from "./words.ts";

const signs = { 1: "I", 2: "II", 3: "III", 4: "IV" } as const;
const standings = ["well", "silent", "fault", "unknown", "quarantine"] as const;
const standingSigns = { well: "", silent: "", fault: "!", unknown: "", quarantine: "?" };

export function MapLegend() {
  const words = useWords(mapWords);
  const { t } = useSpeech();
  return (
    <ul className="map-legend" aria-label={words.legend}>
      {severities.map((severity) => (
        <li key={severity}>
          <i className={`map-sign map-sev${severity}`}>{signs[severity]}</i> {t.severity[severity].short}
        </li>
      ))}
      {standings.map((name) => (
        <li key={name}>
          <i className={`map-sign map-${name}`}>{standingSigns[name]}</i> {words.standings[name]}
        </li>
      ))}
      <li title={words.approximateText}>
        <i className="map-sign map-hollow" /> {words.approximate}
      </li>
    </ul>
  );
}
