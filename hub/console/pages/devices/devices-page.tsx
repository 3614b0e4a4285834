/** Every device as the hub's list has it: narrowed by the address, page by page; what waits to be adopted; many changed at once. */
import Button from "antd/es/button";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { DeviceFilters } from "./device-filters.tsx";
import { DeviceRows, keyOf } from "./device-rows.tsx";
import { useDevicePages } from "./queries.ts";
import { deviceWords } from "./words.ts";

export function DevicesPage() {
  const { t } = useSpeech();
  return (
    <Page title={t.devices.title}>
      <TabLinks />
      <DeviceFilters />
      <List />
    </Page>
  );
}

const tabs = {
  all: {},
  quarantine: { quarantine: "true" },
  maintenance: { life: "maintenance" },
  retired: { life: "retired" },
} as const;

function TabLinks() {
  const words = useWords(deviceWords);
  const search = new URLSearchParams(useSearch());
  const chosen = search.get("quarantine") === "true" ? "quarantine" : (search.get("life") ?? "all");
  const hrefOf = (fields: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const name of ["quarantine", "life"]) next.delete(name);
    for (const [name, value] of Object.entries(fields)) next.set(name, value);
    return `/devices?${next}`;
  };
  return (
    <nav className="filters" aria-label={words.tabLabel}>
      {Object.entries(tabs).map(([name, fields]) => (
        <Link key={name} href={hrefOf(fields)} className="filter" aria-current={name === chosen ? "true" : undefined}>
          {words.tabs[name as keyof typeof tabs]}
        </Link>
      ))}
    </nav>
  );
}

function List() {
  const words = useWords(deviceWords);
  const search = new URLSearchParams(useSearch());
  const pages = useDevicePages(search);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const isQuarantine = search.get("quarantine") === "true";
  if (pages.data === undefined)
    return pages.error ? <Failure error={pages.error} retry={() => void pages.refetch()} /> : <Waiting rows={8} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  const total = pages.data.pages[0]?.total ?? 0;
  if (rows.length === 0) return <Nothing isQuarantine={isQuarantine} isFiltered={[...search].length > 0} />;
  const chosen = rows.filter((row) => picked.has(keyOf(row)));
  return (
    <>
      {isQuarantine && <p className="dim">{words.quarantineText}</p>}
      <BulkBar
        rows={rows}
        chosen={chosen}
        isQuarantine={isQuarantine}
        pick={(some) => setPicked(new Set(some.map(keyOf)))}
      />
      <DeviceRows rows={rows} picked={picked} pick={setPicked} />
      <p className="list-foot dim">
        <span role="status">{words.shown(rows.length, total)}</span>
        {pages.hasNextPage && (
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {words.more}
          </Button>
        )}
      </p>
    </>
  );
}

function Nothing({ isQuarantine, isFiltered }: { isQuarantine: boolean; isFiltered: boolean }) {
  const words = useWords(deviceWords);
  if (isQuarantine)
    return (
      <Quiet title={words.quarantineEmpty} calm>
        {words.quarantineText}
      </Quiet>
    );
  if (!isFiltered) return <Quiet title={words.empty}>{words.emptyText}</Quiet>;
  return (
    <Quiet title={words.none}>
      <Link href="/devices">{words.clear}</Link>
    </Quiet>
  );
}
