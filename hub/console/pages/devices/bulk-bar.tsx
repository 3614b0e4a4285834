/** What can be done with the devices that are chosen, all at once; what was done can be taken back. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Select from "antd/es/select";
import { useState } from "react";
import type { DeviceView } from "../../../http/views.ts";
import type { FactsPatch } from "../../../registry/facts.ts";
import { useMe, useUnits } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { AdoptButton } from "./adopt-button.tsx";
import { type BulkRow, deviceCalls, labelsHref } from "./calls.ts";
import { useAreas, useForget } from "./queries.ts";
import { deviceWords } from "./words.ts";

type Props = {
  rows: readonly DeviceView[];
  chosen: readonly DeviceView[];
  isQuarantine: boolean;
  pick: (rows: readonly DeviceView[]) => void;
};

const thingOf = ({ gateway, id }: DeviceView) => ({ gateway, device: id });

export function BulkBar({ rows, chosen, isQuarantine, pick }: Props) {
  const words = useWords(deviceWords);
  const mayWrite = useMe().data?.rights.includes("registry") ?? false;
  const isAll = chosen.length === rows.length;
  return (
    <section className="bulk" aria-label={words.bulk}>
      <div className="bulk-row">
        <Button onClick={() => pick(isAll ? [] : rows)}>{isAll ? words.pickNone : words.pickAll}</Button>
        {chosen.length > 0 && <b role="status">{words.picked(chosen.length)}</b>}
        {chosen.length > 0 && (
          <Button href={labelsHref(chosen.map(thingOf))} target="_blank" rel="noreferrer">
            {words.labels}
          </Button>
        )}
        {isQuarantine && mayWrite && chosen.length > 0 && <AdoptButton chosen={chosen} done={() => pick([])} />}
      </div>
      {mayWrite && <ChangeMany chosen={chosen} isFirst={!isQuarantine} />}
    </section>
  );
}

/** The bar stays after the change, so that it can be taken back. */
function ChangeMany({ chosen, isFirst }: { chosen: readonly DeviceView[]; isFirst: boolean }) {
  const words = useWords(deviceWords);
  const [facts, setFacts] = useState<FactsPatch>({});
  const forget = useForget();
  const change = useMutation({
    mutationFn: (rows: readonly BulkRow[]) => deviceCalls.patchMany(rows),
    onSuccess: () => setFacts({}),
    onSettled: forget,
  });
  const answer = change.data;
  const areas = (useAreas().data?.areas ?? []).map(({ id, path }) => ({ value: id, label: path }));
  const units = (useUnits().data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const field = (name: "area" | "owner" | "maintainer", options: { value: string; label: string }[]) => (
    <Select
      className="bulk-field"
      aria-label={words[name]}
      value={facts[name] ?? ""}
      options={[{ value: "", label: `${words[name]}：${words.noChange}` }, ...options]}
      onChange={(value) => setFacts(({ [name]: _, ...rest }) => (value === "" ? rest : { ...rest, [name]: value }))}
      showSearch={{ optionFilterProp: "label" }}
    />
  );
  if (chosen.length === 0 && answer === undefined) return null;
  const rows = chosen.map((row) => ({ ...thingOf(row), facts }));
  return (
    <div className="bulk-row">
      {chosen.length > 0 && (
        <>
          {field("area", areas)}
          {field("owner", units)}
          {field("maintainer", units)}
          <Button
            type={isFirst ? "primary" : "default"}
            disabled={Object.keys(facts).length === 0}
            loading={change.isPending}
            onClick={() => change.mutate(rows)}
          >
            {words.apply}
          </Button>
        </>
      )}
      {answer && (
        <span role="status" className="bulk-done">
          {words.changed(answer.changed)}
          {answer.undo.length > 0 && (
            <Button type="link" onClick={() => change.mutate(answer.undo as BulkRow[])}>
              {words.undo}
            </Button>
          )}
        </span>
      )}
      {change.error && <Failure error={change.error} />}
    </div>
  );
}
