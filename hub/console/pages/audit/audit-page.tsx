/** The audit trail: found by who, what and when, and verified from its first row. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useSearchParams } from "wouter";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure, isRefused } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { AuditList } from "./audit-list.tsx";
import { type Filter, page, readAudit, verify } from "./calls.ts";
import { operationWords } from "./operation-words.ts";
import { auditWords } from "./words.ts";

const names = ["who", "what", "from", "to"] as const;

export default function AuditPage() {
  const words = useWords(auditWords);
  const [asked, ask] = useSearchParams();
  const filter = Object.fromEntries(names.map((name) => [name, asked.get(name) ?? ""])) as Filter;
  const set = (more: Partial<Filter>) =>
    ask(new URLSearchParams(Object.entries({ ...filter, ...more }).filter(([, value]) => value !== "")), {
      replace: true,
    });
  const rows = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) => readAudit(filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.length < page ? null : (last[last.length - 1]?.n ?? null)),
  });
  const all = rows.data?.pages.flat() ?? [];
  if (isRefused(rows.error))
    return (
      <Page title={words.title} lead={words.lead}>
        {rows.error && <Failure error={rows.error} />}
      </Page>
    );
  return (
    <Page title={words.title} lead={words.lead} side={<Verify />}>
      <Filters filter={filter} set={set} />
      {rows.isPending && <Waiting />}
      {rows.error && <Failure error={rows.error} retry={() => void rows.refetch()} />}
      {rows.data && all.length === 0 && <Quiet title={words.empty} />}
      {all.length > 0 && <AuditList rows={all} />}
      {rows.hasNextPage && (
        <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </Page>
  );
}

function Verify() {
  const words = useWords(auditWords);
  const run = useMutation({ mutationFn: verify });
  return (
    <div className="audit-verify" aria-live="polite">
      <Button loading={run.isPending} onClick={() => run.mutate()}>
        {words.verify}
      </Button>
      {run.data?.state === "whole" && <p>{words.whole(run.data.rows ?? 0)}</p>}
      {run.data?.state === "broken" && <p role="alert">{words.broken(run.data.n ?? 0)}</p>}
      {run.error && <Failure error={run.error} />}
    </div>
  );
}

function Filters({ filter, set }: { filter: Filter; set(more: Partial<Filter>): void }) {
  const { language } = useSpeech();
  const words = useWords(auditWords);
  const operations = Object.entries(operationWords[language]).map(([value, label]) => ({ value, label }));
  return (
    <div className="audit-filters">
      <Field label={words.who}>
        {(props) => (
          <Input {...props} allowClear value={filter.who} onChange={(event) => set({ who: event.target.value })} />
        )}
      </Field>
      <Field label={words.what}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            value={filter.what === "" ? null : filter.what}
            onChange={(what) => set({ what: what ?? "" })}
            options={operations}
          />
        )}
      </Field>
      {(["from", "to"] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {(props) => (
            <Input
              {...props}
              type="date"
              value={filter[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
