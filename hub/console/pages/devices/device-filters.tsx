/** What narrows the list of devices: words, area, standing, class, owner, maintainer; all of it in the address. */
import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useLocation, useSearch } from "wouter";
import { useCalled } from "../../called/use-called.ts";
import { client } from "../../client/client.ts";
import { useUnits } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { FilterFold } from "../../parts/filter-fold.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { useAreas } from "./queries.ts";
import { deviceWords } from "./words.ts";

type Option = { value: string; label: string };

export function DeviceFilters() {
  const { t } = useSpeech();
  const words = useWords(deviceWords);
  const called = useCalled();
  const classes = useQuery({
    queryKey: ["coverage"],
    queryFn: () => client.get("/api/district/coverage"),
    staleTime: 60_000,
  });
  const areas = (useAreas().data?.areas ?? []).map(({ id, path, devices }) => option(id, path, devices));
  const units = (useUnits().data ?? []).map(({ id, name }) => ({ value: id, label: called(name) }));
  const kinds = (classes.data?.classes ?? []).flatMap(({ class: code, name, known }) =>
    code === null ? [] : [option(code, called(name), known)],
  );
  return (
    <FilterFold names={["area", "class", "owner", "maintainer", "standing"]} first={<SearchField />}>
      <Choice name="area" label={words.area} any={words.anyArea} options={areas} />
      <Choice name="class" label={words.class} any={words.anyClass} options={kinds} />
      <Choice name="owner" label={words.owner} any={words.anyOwner} options={units} />
      <Choice name="maintainer" label={words.maintainer} any={words.anyMaintainer} options={units} />
      <FilterLinks
        name="standing"
        label={words.standing}
        filters={[
          { value: "any", text: t.devices.any },
          { value: "well", text: t.standing.verified },
          { value: "fault", text: t.standing.fault },
          { value: "unknown", text: t.standing.unknown },
        ]}
      />
    </FilterFold>
  );
}

function option(value: string, name: string, count: number): Option {
  return { value, label: `${name}（${count}）` };
}

function useField(name: string): [string, (value: string) => void] {
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const put = (value: string) => {
    if (value === "") search.delete(name);
    else search.set(name, value);
    go(`${path}?${search}`, { replace: true });
  };
  return [search.get(name) ?? "", put];
}

function SearchField() {
  const { t } = useSpeech();
  const [text, put] = useField("q");
  return (
    <Input
      className="search"
      prefix={<SearchOutlined aria-hidden />}
      placeholder={t.devices.search}
      aria-label={t.devices.search}
      allowClear
      value={text}
      onChange={(event) => put(event.target.value)}
    />
  );
}

type ChoiceProps = { name: string; label: string; any: string; options: Option[] };

/** What the address asks for is shown even where no option has it. */
function Choice({ name, label, any, options }: ChoiceProps) {
  const [value, put] = useField(name);
  const isKnown = value === "" || options.some((each) => each.value === value);
  return (
    <Select
      className="area-field"
      aria-label={label}
      value={value}
      options={[{ value: "", label: any }, ...options, ...(isKnown ? [] : [{ value, label: value }])]}
      onChange={put}
      showSearch={{ optionFilterProp: "label" }}
    />
  );
}
