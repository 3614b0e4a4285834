/** The list of what should be connected: tried, looked at, and taken as a part or as the whole. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import type { ImportView } from "../../../http/registry-views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { ImportPanel } from "../inventory/import-panel.tsx";
import { coverageCalls } from "./calls.ts";
import { coverageWords } from "./words.ts";

export function ListImport() {
  const words = useWords(coverageWords);
  const { imports, tryFile } = coverageCalls;
  const errorsHref = (id: string) => client.address("/api/coverage/imports/{id}/errors", { path: { id } });
  const of = { title: words.importing, hint: words.importHint, kept: "component-imports", Acts: TakeActs };
  return <ImportPanel of={{ ...of, imports, tryFile, errorsHref }} />;
}

/** Only a list without a wrong row can be the whole. */
function TakeActs({ job, again }: { job: ImportView; again(): void }) {
  const words = useWords(coverageWords);
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: (missing: "keep" | "end") =>
      coverageCalls.take(job.id, { which: job.counts.wrong > 0 ? "right" : "all", missing }),
    onSettled: () => {
      again();
      void queries.invalidateQueries({ queryKey: ["coverage"] });
    },
  });
  const { counts, missing = 0 } = job;
  const right = counts.new + counts.changed + counts.same;
  if (right === 0) return <p>{words.noneRight}</p>;
  const mayEnd = counts.wrong === 0 && missing > 0;
  return (
    <div className="coverage-acts">
      <Button type="primary" loading={take.isPending} onClick={() => take.mutate("keep")}>
        {missing > 0 ? words.takeKeep(right) : words.takeAll(right)}
      </Button>
      {mayEnd && (
        <Button loading={take.isPending} onClick={() => take.mutate("end")}>
          {words.takeEnd(missing)}
        </Button>
      )}
      {take.error && <Failure error={take.error} />}
    </div>
  );
}
