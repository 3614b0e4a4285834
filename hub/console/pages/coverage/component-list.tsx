/** The components, narrowed by the address, page by page: what each is, which device it is and why, what a person may say of it. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Input from "antd/es/input";
import { Link, useLocation } from "wouter";
import type { ComponentView, CoverageView } from "../../../http/component-views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Where } from "../../parts/where.tsx";
import { type ComponentsAsked, coverageCalls } from "./calls.ts";
import { DeviceCell } from "./device-cell.tsx";
import { coverageWords } from "./words.ts";

const states = [
  ...(["all", "gap", "doubtful", "connected", "healthy", "unhealthy", "shared", "unshared", "ended"] as const),
] as const;
const names = ["state", "area", "part", "class", "q"] as const;

type Props = { search: URLSearchParams; table: CoverageView; mayWrite: boolean };

export function ComponentList({ search, table, mayWrite }: Props) {
  const words = useWords(coverageWords);
  const asked = askedBy(search);
  const pages = useInfiniteQuery({
    queryKey: ["coverage", "rows", asked],
    queryFn: ({ pageParam }) => coverageCalls.page({ ...asked, ...(pageParam === "" ? {} : { cursor: pageParam }) }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows);
  const total = pages.data?.pages[0]?.total ?? 0;
  return (
    <Panel title={words.rows} className="coverage-rows-panel">
      <Filters search={search} table={table} />
      {pages.error && rows === undefined && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {rows === undefined && !pages.error && <Waiting rows={6} />}
      {rows?.length === 0 && <p className="dim">{asked.state === "gap" ? words.emptyGap : words.empty}</p>}
      {rows !== undefined && rows.length > 0 && <Rows rows={rows} mayWrite={mayWrite} />}
      {rows !== undefined && rows.length > 0 && (
        <ListFoot
          shown={rows.length}
          total={total}
          busy={pages.isFetchingNextPage}
          more={pages.hasNextPage ? () => void pages.fetchNextPage() : null}
        />
      )}
    </Panel>
  );
}

/** The address's own words are the list's filters; the hub names one that it does not know. */
function askedBy(search: URLSearchParams): ComponentsAsked {
  const said = names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []));
  return { limit: 50, ...(Object.fromEntries(said) as ComponentsAsked) };
}

function Filters({ search, table }: { search: URLSearchParams; table: CoverageView }) {
  const words = useWords(coverageWords);
  const called = useCalled();
  const [, go] = useLocation();
  const [area, code] = [search.get("area"), search.get("class")];
  const areaName = area === "-" ? words.nowhere : table.areas.find((row) => row.area === area)?.name;
  const className = table.classes.find((row) => row.class === code)?.name;
  const only = [area && (areaName ?? area), code && called(className ?? code)].filter((part) => part);
  const find = (q: string) => {
    const next = new URLSearchParams(search);
    if (q.trim() === "") next.delete("q");
    else next.set("q", q.trim());
    go(`/coverage?${next}`, { replace: true });
  };
  return (
    <div className="filter-row">
      <FilterLinks
        name="state"
        label={words.stateLabel}
        filters={states.map((value) => ({ value, text: words.states[value] }))}
      />
      <Input.Search
        key={search.get("q") ?? ""}
        className="coverage-search"
        defaultValue={search.get("q") ?? ""}
        placeholder={words.search}
        aria-label={words.search}
        allowClear
        onSearch={find}
      />
      {only.length > 0 && (
        <p className="coverage-only">
          {words.narrowed(only.join(" · "))} <Link href="/coverage">{words.clear}</Link>
        </p>
      )}
    </div>
  );
}

function Rows({ rows, mayWrite }: { rows: readonly ComponentView[]; mayWrite: boolean }) {
  const words = useWords(coverageWords);
  const called = useCalled();
  return (
    <ul className="components">
      {rows.map((row) => (
        <li key={row.id} className="component" aria-label={row.place || row.name || row.id}>
          <Where place={row.place || row.building || row.areaName} name={row.name}>
            <span className="fine">
              {called(row.className ?? row.class)} · {row.areaName} · {row.id}
            </span>
          </Where>
          <Standing row={row} />
          <DeviceCell row={row} mayWrite={mayWrite && row.endedAt === undefined} words={words} />
        </li>
      ))}
    </ul>
  );
}

function Standing({ row }: { row: ComponentView }) {
  const words = useWords(coverageWords);
  if (row.endedAt !== undefined) return <span className="component-standing dim">{words.isEnded}</span>;
  if (!row.connected)
    return (
      <span className="component-standing">
        <b className="coverage-gap">{words.isGap}</b>
        {row.match && <span className="fine"> · {words.notYet}</span>}
      </span>
    );
  return (
    <span className="component-standing">
      {row.healthy ? words.isHealthy : words.isUnhealthy}
      {!row.shared && <span className="fine"> · {words.notShared}</span>}
    </span>
  );
}
