/** Alerts: what to do now first; every filter is part of the address and asked of the hub. */
import { useMemo } from "react";
import { useSearch } from "wouter";
import type { AlertView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAsked, useIsNarrow, useList } from "../../known/use-list.ts";
import { isOpenAlert, wantsAcknowledgement } from "../../order/urgency.ts";
import { SearchField, SpanFilter } from "../../parts/address-fields.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterFold } from "../../parts/filter-fold.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { AreaField, ClassField } from "../../parts/rulebook-fields.tsx";
import { SeverityFilter } from "../../parts/severity-filter.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { type PageKeys, useOwnKeys } from "../../shell/page-keys.ts";
import { AlertList } from "./alert-list.tsx";
import { type Worklist, worklistOf } from "./order.ts";
import { SoundSwitch } from "./sound-switch.tsx";
import { alertWords } from "./words.ts";

const filters = ["q", "severity", "area", "class", "standing", "state", "gateway", "device"];
const states = ["open", "unacknowledged", "returned", "all"] as const;
const standings = ["any", "active", "shelved", "suppressed"] as const;

export function AlertsPage() {
  const { t } = useSpeech();
  const words = useWords(alertWords);
  useOwnKeys(useKeys());
  return (
    <Page title={t.alerts.title} side={<SoundSwitch />}>
      <FilterFold names={[...filters, "span"].filter((name) => name !== "severity")} first={<SeverityFilter />}>
        <FilterLinks
          name="state"
          label={t.list.show}
          filters={states.map((value) => ({ value, text: words.states[value] }))}
        />
        <FilterLinks
          name="standing"
          label={words.standing}
          filters={standings.map((value) => ({ value, text: words.standings[value] }))}
        />
        <SpanFilter />
        <SearchField />
        <AreaField />
        <ClassField />
      </FilterFold>
      <Alerts />
    </Page>
  );
}

function Alerts() {
  const words = useWords(alertWords);
  const isAll = new URLSearchParams(useSearch()).get("state") === "all";
  const asked = useAsked(filters, { limit: "100", sort: isAll ? "newest" : "severity" });
  const isNarrow = useIsNarrow(filters.filter((name) => name !== "state").concat("span"));
  const { rows, total, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useList<AlertView>(
    "alerts",
    asked,
  );
  const list = useMemo(() => (isAll ? asTold(rows ?? []) : worklistOf(rows ?? [])), [rows, isAll]);
  if (error && !rows) return <Failure error={error} retry={() => void refetch()} />;
  if (!rows) return <Waiting rows={8} />;
  if (rows.length === 0) return <Empty isNarrow={isNarrow} isAll={isAll} />;
  const waiting = rows.filter((alert) => isOpenAlert(alert) && wantsAcknowledgement(alert)).length;
  return (
    <>
      {!isAll && <p className="alert-count">{waiting > 0 ? words.waits(waiting) : words.nothingWaits}</p>}
      <AlertList list={list} />
      <ListFoot
        shown={rows.length}
        total={total}
        busy={isFetchingNextPage}
        more={hasNextPage ? () => void fetchNextPage() : null}
      />
    </>
  );
}

/** With the past, the newest comes first and nothing stands apart. */
function asTold(rows: readonly AlertView[]): Worklist {
  return { groups: rows.map((alert) => ({ alert, consequences: [] })), aside: [], drills: [] };
}

function Empty({ isNarrow, isAll }: { isNarrow: boolean; isAll: boolean }) {
  const words = useWords(alertWords);
  if (isNarrow) return <Quiet title={words.emptyFiltered} />;
  if (isAll) return <Quiet title={words.emptyAll} />;
  return (
    <Quiet title={words.emptyOpen} calm>
      {words.emptyOpenText}
    </Quiet>
  );
}

function useKeys(): PageKeys {
  const words = useWords(alertWords).keys;
  return useMemo(
    () => ({
      title: words.title,
      keys: [
        { keys: ["j", "k"], text: words.move },
        { keys: ["Enter"], text: words.open },
        { keys: ["a"], text: words.acknowledge },
        { keys: ["s"], text: words.shelve },
        { keys: ["x"], text: words.choose },
        { keys: ["Esc"], text: words.leave },
      ],
    }),
    [words],
  );
}
