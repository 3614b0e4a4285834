/** The filters of the map, in the address: severity, standing, class. */
import Select from "antd/es/select";
import { useLocation, useSearch } from "wouter";
import { standingNames } from "../../../registry/standing-names.ts";
import { useCalled } from "../../called/use-called.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { severities } from "../../parts/severity-filter.tsx";
import { mapWords } from "./words.ts";

export function MapFilters({ classes }: { classes: Record<string, string> }) {
  const words = useWords(mapWords);
  const { t } = useSpeech();
  const { screen } = useLook();
  const codes = Object.entries(classes);
  const filters = (
    <>
      <FilterLinks
        name="severity"
        label={words.severity}
        filters={[
          { value: "", text: words.anySeverity },
          { value: "any", text: words.alarmed },
          ...severities.map((severity) => ({ value: String(severity), text: t.severity[severity].short })),
        ]}
      />
      <FilterLinks
        name="standing"
        label={words.standing}
        filters={[
          { value: "", text: words.anyStanding },
          ...standingNames.map((name) => ({ value: name, text: words.standings[name] })),
        ]}
      />
      {codes.length > 1 && <ClassFilter codes={codes} />}
    </>
  );
  if (screen === "desk") return <div className="map-filters">{filters}</div>;
  return (
    <details className="map-filters">
      <summary>{words.filters}</summary>
      {filters}
    </details>
  );
}

function ClassFilter({ codes }: { codes: [code: string, name: string][] }) {
  const words = useWords(mapWords);
  const called = useCalled();
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const choose = (code: string) => {
    if (code === "") search.delete("class");
    else search.set("class", code);
    go(`${path}?${search}`, { replace: true });
  };
  return (
    <Select
      className="map-class"
      aria-label={words.class}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      placeholder={words.anyClass}
      notFoundContent={words.noClass}
      options={codes.map(([code, name]) => ({ value: code, label: `${called(name)} ${code}` }))}
      value={search.get("class") ?? undefined}
      onChange={(code?: string) => choose(code ?? "")}
    />
  );
}
