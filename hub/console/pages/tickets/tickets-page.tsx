/** Tickets as a list or as a board: what waits first; every filter is part of the address and asked of the hub. */
import { PlusOutlined } from "@ant-design/icons";
import { lazy, Suspense } from "react";
import { Link, useSearch } from "wouter";
import type { TicketView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { useMinute } from "../../clock/use-minute.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAsked, useIsNarrow, useList } from "../../known/use-list.ts";
import { useMyName } from "../../me/use-my-name.ts";
import { byChange, openCases } from "../../order/urgency.ts";
import { SearchField, SelectField, SpanFilter } from "../../parts/address-fields.tsx";
import { CaseList } from "../../parts/case-list.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterFold } from "../../parts/filter-fold.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { AreaField, ClassField, UnitFilter } from "../../parts/rulebook-fields.tsx";
import { SeverityFilter } from "../../parts/severity-filter.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { ticketWords } from "./words.ts";

const Board = lazy(() => import("./board.tsx"));

/** What both forms are narrowed by. */
export const ticketFilters = [
  "q",
  "severity",
  "area",
  "class",
  "unit",
  "assignee",
  "due",
  "source",
  "gateway",
  "device",
];

export function TicketsPage() {
  const { t } = useSpeech();
  const words = useWords(ticketWords);
  const isBoard = new URLSearchParams(useSearch()).get("view") === "board";
  return (
    <Page title={t.tickets.title} side={<Report />}>
      <FilterFold
        names={[...ticketFilters, "span", "state"].filter((name) => name !== "severity")}
        first={
          <>
            <FilterLinks
              name="view"
              label={words.view.label}
              filters={(["list", "board"] as const).map((value) => ({ value, text: words.view[value] }))}
            />
            <SeverityFilter />
          </>
        }
      >
        {!isBoard && (
          <FilterLinks
            name="state"
            label={t.list.show}
            filters={(["open", "all"] as const).map((value) => ({ value, text: words.states[value] }))}
          />
        )}
        <FilterLinks
          name="due"
          label={words.due.label}
          filters={(["any", "over"] as const).map((value) => ({ value, text: words.due[value] }))}
        />
        <Mine />
        <SpanFilter />
        <SearchField />
        <UnitFilter />
        <AreaField />
        <ClassField />
        <Source />
      </FilterFold>
      {isBoard ? (
        <Suspense fallback={<Waiting rows={8} />}>
          <Board />
        </Suspense>
      ) : (
        <Tickets />
      )}
    </Page>
  );
}

function Report() {
  const words = useWords(ticketWords);
  const may = useMe().data?.rights.includes("tickets") ?? false;
  if (!may) return null;
  return (
    <Link href="/tickets/new" className="next">
      {words.report} <PlusOutlined aria-hidden />
    </Link>
  );
}

function Mine() {
  const words = useWords(ticketWords);
  const me = useMyName();
  const asked = new URLSearchParams(useSearch()).get("assignee") ?? "";
  const other = asked !== "" && asked !== me ? [{ value: asked, text: asked }] : [];
  return (
    <FilterLinks
      name="assignee"
      label={words.assignee}
      filters={[{ value: "", text: words.anybody }, { value: me, text: words.mine }, ...other]}
    />
  );
}

function Source() {
  const { t } = useSpeech();
  const words = useWords(ticketWords);
  const options = Object.entries(t.tickets.sources).map(([value, label]) => ({ value, label }));
  return <SelectField name="source" label={words.source} any={words.anySource} options={options} loading={false} />;
}

function Tickets() {
  const { t } = useSpeech();
  const isAll = new URLSearchParams(useSearch()).get("state") === "all";
  const fixed = isAll ? { state: "all", limit: "100", sort: "changed" } : { limit: "100", sort: "severity" };
  const asked = useAsked(ticketFilters, fixed);
  const isNarrow = useIsNarrow([...ticketFilters, "span"]);
  const minute = useMinute();
  const { rows, total, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useList<TicketView>(
    "tickets",
    asked,
  );
  if (error && !rows) return <Failure error={error} retry={() => void refetch()} />;
  if (!rows) return <Waiting rows={8} />;
  if (rows.length === 0) return <Empty isNarrow={isNarrow} isAll={isAll} />;
  const cases = isAll ? [...rows].sort(byChange).map(caseOf) : openCases(rows, [], minute);
  return (
    <>
      <CaseList label={t.tickets.title} cases={cases} bare />
      <ListFoot
        shown={rows.length}
        total={total}
        busy={isFetchingNextPage}
        more={hasNextPage ? () => void fetchNextPage() : null}
      />
    </>
  );
}

function caseOf(ticket: TicketView) {
  return { id: ticket.id, severity: ticket.severity, since: ticket.openedAt, ticket };
}

function Empty({ isNarrow, isAll }: { isNarrow: boolean; isAll: boolean }) {
  const words = useWords(ticketWords);
  if (isNarrow) return <Quiet title={words.emptyFiltered} />;
  if (isAll) return <Quiet title={words.emptyAll}>{words.emptyOpenText}</Quiet>;
  return (
    <Quiet title={words.emptyOpen} calm>
      {words.emptyOpenText}
    </Quiet>
  );
}
