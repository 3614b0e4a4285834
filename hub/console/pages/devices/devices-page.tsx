/** Every device by gateway, with what it says now and how far that can be trusted. */
import { SearchOutlined } from "@ant-design/icons";
import Input from "antd/es/input";
import { Link, useLocation, useSearch } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { standings } from "../../order/standing.ts";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useDevices, useGateways } from "../../queries.ts";
import { type Known, useStandings } from "../../use-standings.ts";
import { DeviceGroup } from "./device-group.tsx";
import { matches } from "./matches.ts";

export function DevicesPage() {
  const { t, say } = useSpeech();
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const text = search.get("q") ?? "";
  const type = (next: string) => {
    const fields = new URLSearchParams(search);
    if (next === "") fields.delete("q");
    else fields.set("q", next);
    go(`${path}?${fields}`, { replace: true });
  };
  const filters = [
    { value: "any", text: t.devices.any },
    ...standings.map((value) => ({ value, text: t.standing[value] })),
  ];
  const wanted = { text, standing: search.get("standing"), gateway: search.get("gateway") };
  return (
    <Page title={t.devices.title}>
      <div className="filter-row">
        <Input
          className="search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t.devices.search}
          aria-label={t.devices.search}
          allowClear
          value={text}
          onChange={(event) => type(event.target.value)}
        />
        <FilterLinks name="standing" label={t.devices.standing} filters={filters} />
      </div>
      <Groups chosen={(known) => matches(known, wanted, say)} />
    </Page>
  );
}

function Groups({ chosen }: { chosen: (known: Known) => boolean }) {
  const { t } = useSpeech();
  const devices = useDevices();
  const gateways = useGateways();
  const known = useStandings();
  const error = devices.error ?? gateways.error;
  if (!known && error)
    return <Failure error={error} retry={() => void Promise.all([devices.refetch(), gateways.refetch()])} />;
  if (!known) return <Waiting rows={8} />;
  if (known.length === 0) return <Quiet title={t.devices.empty}>{t.devices.emptyText}</Quiet>;
  const shown = known.filter(chosen);
  if (shown.length === 0)
    return (
      <Quiet title={t.devices.emptyFiltered}>
        <Link href="/devices">{t.devices.clear}</Link>
      </Quiet>
    );
  const ids = [...new Set(shown.map(({ device }) => device.gateway))].sort();
  return ids.map((id) => (
    <DeviceGroup key={id} id={id} devices={shown.filter(({ device }) => device.gateway === id)} />
  ));
}
