/** Coverage 应接尽接: how much of what should be connected is, by area and class, down to the row; its list in and out. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useRef } from "react";
import { useSearch } from "wouter";
import { client } from "../../client/client.ts";
import { useMe } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { coverageCalls } from "./calls.ts";
import { ComponentList } from "./component-list.tsx";
import { CoverageTables } from "./coverage-tables.tsx";
import { ListImport } from "./list-import.tsx";
import { coverageWords } from "./words.ts";

export default function CoveragePage() {
  const words = useWords(coverageWords);
  const mayWrite = useMe().data?.rights.includes("registry") ?? false;
  return (
    <Page title={words.title} lead={words.lead}>
      <link rel="stylesheet" href="/assets/coverage.css" precedence="default" />
      <div className="coverage">
        <Stand mayWrite={mayWrite} />
        {mayWrite && <ListImport />}
        <Files />
      </div>
    </Page>
  );
}

function Stand({ mayWrite }: { mayWrite: boolean }) {
  const words = useWords(coverageWords);
  const search = new URLSearchParams(useSearch());
  const rows = useRef<HTMLDivElement>(null);
  const table = useQuery({
    queryKey: ["coverage", "table"],
    queryFn: () => coverageCalls.table({}),
    refetchInterval: 30_000,
  });
  if (table.data === undefined)
    return table.error ? <Failure error={table.error} retry={() => void table.refetch()} /> : <Waiting rows={8} />;
  if (table.data.list === undefined && table.data.known === 0)
    return <Quiet title={words.none}>{words.noneText}</Quiet>;
  return (
    <>
      <CoverageTables table={table.data} show={() => rows.current?.scrollIntoView()} />
      <div ref={rows}>
        <ComponentList search={search} table={table.data} mayWrite={mayWrite} />
      </div>
    </>
  );
}

function Files() {
  const words = useWords(coverageWords);
  return (
    <Panel title={words.files}>
      <div className="coverage-acts">
        <Button href={client.address("/api/coverage/template")}>{words.template}</Button>
        <Button href={client.address("/api/coverage/template", { query: { format: "csv" } })}>
          {words.templateCsv}
        </Button>
        <Button href={client.address("/api/coverage/sample")}>{words.sample}</Button>
        <Button {...fileLink(client.address("/api/coverage/export"))}>{words.exportXlsx}</Button>
        <Button {...fileLink(client.address("/api/coverage/export", { query: { format: "csv" } }))}>
          {words.exportCsv}
        </Button>
        <Button {...fileLink(client.address("/api/coverage/export", { query: { format: "csv", what: "table" } }))}>
          {words.exportTable}
        </Button>
      </div>
    </Panel>
  );
}
