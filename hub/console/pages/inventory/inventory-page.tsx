/** The inventory: how much of what there is the district has, what is to be mended, and lists in and out. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { Link } from "wouter";
import { useCalled } from "../../called/use-called.ts";
import { useMe } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { usePages } from "../../known/use-list.ts";
import { Failure } from "../../parts/failure.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SubjectPlace } from "../../parts/subject-place.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { inventoryCalls } from "./calls.ts";
import { CoverageBars } from "./coverage-bars.tsx";
import { InventoryImport } from "./inventory-import.tsx";
import { inventoryWords } from "./words.ts";

export default function InventoryPage() {
  const words = useWords(inventoryWords);
  const mayWrite = useMe().data?.rights.includes("registry") ?? false;
  return (
    <Page title={words.title}>
      <div className="inventory">
        <CoveragePanel />
        <MendPanel />
        <FilesPanel />
        {mayWrite && <InventoryImport />}
      </div>
    </Page>
  );
}

function CoveragePanel() {
  const words = useWords(inventoryWords);
  const coverage = useQuery({ queryKey: ["coverage"], queryFn: inventoryCalls.coverage, refetchInterval: 30_000 });
  const called = useCalled();
  const all = coverage.data;
  if (all === undefined)
    return coverage.error ? (
      <Failure error={coverage.error} retry={() => void coverage.refetch()} />
    ) : (
      <Waiting rows={5} />
    );
  if (all.known === 0) return <Quiet title={words.noDevices}>{words.noDevicesText}</Quiet>;
  const areas = all.areas.map((row) => ({
    ...row,
    key: row.area ?? "",
    href: row.area && `/devices?area=${row.area}`,
  }));
  const classes = all.classes.map((row) => ({
    ...row,
    name: row.class === null ? words.noClass : called(row.name),
    key: row.class ?? "",
    href: row.class && `/devices?class=${encodeURIComponent(row.class)}`,
  }));
  return (
    <Panel title={words.coverage} className="panel-wide" side={<Link href="/coverage">{words.expected}</Link>}>
      <CoverageBars rows={[{ ...all, key: "all", name: words.title, href: "/devices" }]} />
      <p className="dim">
        {[words.waiting(all.waiting), words.held(all.held), words.rejected(all.rejected)].join(" · ")}
      </p>
      <h3>{words.byArea}</h3>
      <CoverageBars rows={areas} />
      <h3>{words.byClass}</h3>
      <CoverageBars rows={classes} />
    </Panel>
  );
}

const mendKinds = ["INVENTORY_INCOMPLETE", "INVENTORY_REJECTED", "DEVICES_ANNOUNCED", "DEVICES_TO_ADOPT"];

/** The tasks that name a device lead to the page that mends it. */
function MendPanel() {
  const words = useWords(inventoryWords);
  const { say } = useSpeech();
  const tasks = usePages(["tasks", mendKinds], (more) => inventoryCalls.tasks(mendKinds, more), 30_000);
  const wrong = tasks.rows ?? [];
  return (
    <Panel title={words.mend}>
      {tasks.error && <Failure error={tasks.error} retry={() => void tasks.refetch()} />}
      {tasks.rows !== undefined && wrong.length === 0 && <p className="dim">{words.mendNone}</p>}
      <ul className="mend">
        {wrong.map(({ id, subject, text }) => (
          <li key={id}>
            <SubjectPlace subject={subject} text={say(text)} />
            <span>{say(text)}</span>{" "}
            <Link href={subject.includes("/") ? `/devices/${subject}` : `/devices?quarantine=true&gateway=${subject}`}>
              {words.open}
            </Link>
          </li>
        ))}
      </ul>
      {wrong.length > 0 && (
        <ListFoot
          shown={wrong.length}
          total={tasks.total}
          busy={tasks.isFetchingNextPage}
          more={tasks.hasNextPage ? () => void tasks.fetchNextPage() : null}
        />
      )}
    </Panel>
  );
}

function FilesPanel() {
  const words = useWords(inventoryWords);
  return (
    <Panel title={words.files}>
      <div className="inventory-acts">
        <Button href="/api/registry/template">{words.template}</Button>
        <Button {...fileLink("/api/registry/export?format=xlsx")}>{words.exportXlsx}</Button>
        <Button {...fileLink("/api/registry/export?format=csv")}>{words.exportCsv}</Button>
        <Button href="/api/registry/labels?size=a4-3x8" target="_blank" rel="noreferrer">
          {words.labels}
        </Button>
      </div>
    </Panel>
  );
}
