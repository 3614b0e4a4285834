/** Every gateway in a list that two hundred still read well in: what needs a look on top, filters and search in the address. */
import { SearchOutlined } from "@ant-design/icons";
import Input from "antd/es/input";
import { Link, useLocation, useSearch } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { useGateways } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { GatewayList } from "./gateway-list.tsx";
import { NewGateway } from "./new-gateway.tsx";
import { gatewayWords } from "./words.ts";

const states = ["offline", "unknown", "online"] as const;

export function GatewaysPage() {
  const { t } = useSpeech();
  const words = useWords(gatewayWords);
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const text = search.get("q") ?? "";
  const everything = useGateways().data ?? [];
  const all = everything.filter(isBox);
  const count = (state: GatewayView["state"]) => all.filter((gateway) => gateway.state === state).length;
  const maySeePlatforms = useMay("gateways");
  const type = (next: string) => {
    const fields = new URLSearchParams(search);
    if (next === "") fields.delete("q");
    else fields.set("q", next);
    go(`${path}?${fields}`, { replace: true });
  };
  const filters = [
    { value: "any", text: `${words.any} ${all.length}` },
    ...states.map((value) => ({ value, text: `${t.gateways.states[value]} ${count(value)}` })),
  ];
  return (
    <Page title={t.gateways.title} side={<NewGateway />}>
      <link rel="stylesheet" href="/assets/gateways.css" precedence="default" />
      <div className="filter-row">
        <Input
          className="search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={words.search}
          aria-label={words.search}
          allowClear
          value={text}
          onChange={(event) => type(event.target.value)}
        />
        <FilterLinks name="state" label={t.gateways.title} filters={filters} />
      </div>
      <Rows text={text} state={search.get("state")} />
      {maySeePlatforms && everything.length > all.length && (
        <p className="dim">
          {words.platforms(everything.length - all.length)} <Link href="/platforms">{t.nav.platforms}</Link>
        </p>
      )}
    </Page>
  );
}

function Rows({ text, state }: { text: string; state: string | null }) {
  const { t } = useSpeech();
  const words = useWords(gatewayWords);
  const gateways = useGateways();
  const boxes = gateways.data?.filter(isBox) ?? [];
  if (gateways.error && !gateways.data) return <Failure error={gateways.error} retry={() => void gateways.refetch()} />;
  if (!gateways.data) return <Waiting rows={8} />;
  if (boxes.length === 0) return <Quiet title={t.gateways.empty}>{t.gateways.emptyText}</Quiet>;
  const shown = boxes.filter((gateway) => fits(gateway, text, state));
  if (shown.length === 0)
    return (
      <Quiet title={words.emptyFiltered}>
        <Link href="/gateways">{words.clear}</Link>
      </Quiet>
    );
  return <GatewayList gateways={shown} />;
}

/** A platform's connector is no box: it has pages of its own. */
function isBox({ platform }: GatewayView): boolean {
  return platform === undefined;
}

function fits({ title, place, id, version = "", state }: GatewayView, text: string, wanted: string | null): boolean {
  if (wanted !== null && wanted !== "any" && wanted !== state) return false;
  const haystack = [title, place, id, version].join(" ").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
