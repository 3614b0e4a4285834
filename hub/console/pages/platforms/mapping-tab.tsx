/** A mapping beside real messages: what it makes of them is shown as it is typed; only what was tried is saved. */
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import { useState } from "react";
import { Link } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import type { ConnectorView } from "./calls.ts";
import { wishOf } from "./connector-draft.ts";
import { type MappingDraft, MappingFields } from "./mapping-fields.tsx";
import { ModelNames } from "./model-names.tsx";
import { ModelSelect } from "./model-select.tsx";
import { useForeignDevices, usePutConnector } from "./queries.ts";
import { Samples, useSamples } from "./samples.tsx";
import { TrialResult } from "./trial-result.tsx";
import { useModel } from "./use-model.ts";
import { useTrial } from "./use-trial.ts";
import { platformWords } from "./words.ts";

type Props = { connector: ConnectorView; again(): Promise<ConnectorView | undefined> };

export function MappingTab({ connector, again }: Props) {
  const { mapping: words } = useWords(platformWords);
  const [seen, setSeen] = useState(connector);
  const [draft, setDraft] = useState(() => mappingOf(connector));
  const samples = useSamples(connector.id);
  const [model, setModel] = useTriedModel(connector);
  const trial = useTrial(draft, samples.chosen, connector, model);
  const put = usePutConnector();
  const isSame = JSON.stringify(draft) === JSON.stringify(mappingOf(seen));
  const works = (trial.tried ?? []).filter(({ error }) => error === null).length;
  const fails = (trial.tried?.length ?? 0) - works;
  const save = () =>
    put.mutate(
      { id: connector.id, wish: { ...wishOf(seen), settings: settingsWith(seen.settings, draft) }, seen },
      { onSuccess: async () => setSeen((await again()) ?? seen) },
    );
  return (
    <>
      <p className="dim">{words.text}</p>
      <div className="platform-mapping">
        <div>
          <Panel title={words.title}>
            <MappingFields draft={draft} put={setDraft} />
            {put.error && <Failure error={put.error} newest={() => location.reload()} />}
            <div className="row-acts">
              <Button type="primary" loading={put.isPending} disabled={isSame || works === 0} onClick={save}>
                {words.save}
              </Button>
              {!isSame && works === 0 && <span className="dim">{words.mustTry}</span>}
              {!isSame && works > 0 && fails > 0 && <span className="dim">{words.failing(fails)}</span>}
            </div>
            {put.isSuccess && isSame && (
              <Alert
                type="success"
                showIcon
                title={words.saved}
                description={
                  <>
                    {words.savedNext}{" "}
                    <Link href={`/platforms/${encodeURIComponent(connector.id)}?tab=messages`}>{words.replayLink}</Link>
                  </>
                }
              />
            )}
          </Panel>
          <Names model={model} choose={setModel} />
        </div>
        <div>
          <Samples {...samples} />
          <TrialResult trial={trial} draft={draft} names={samples.names} />
        </div>
      </div>
    </>
  );
}

/** What somebody chose, else what its devices are already. */
function useTriedModel({ id, products }: ConnectorView) {
  const [chosen, choose] = useState("");
  const known = useForeignDevices(id).data?.find(({ model }) => model !== null)?.model;
  return [chosen || (known ?? products[0]?.model ?? ""), choose] as const;
}

function Names({ model, choose }: { model: string; choose(model: string): void }) {
  const { mapping: words } = useWords(platformWords);
  const view = useModel(model);
  return (
    <Panel title={words.names}>
      <Field label={words.model} hint={words.modelHint}>
        {() => <ModelSelect label={words.model} value={model} choose={choose} />}
      </Field>
      <ModelNames model={view} />
    </Panel>
  );
}

function mappingOf({ settings }: Pick<ConnectorView, "settings">): MappingDraft {
  const { mapping = "[]", key = "", reads = "json" } = settings as Partial<MappingDraft>;
  return { mapping, key, reads };
}

function settingsWith(settings: ConnectorView["settings"], { mapping, key, reads }: MappingDraft) {
  const { mapping: _, key: __, reads: ___, ...others } = settings;
  return {
    ...{ ...others, mapping },
    ...(key.trim() === "" ? {} : { key }),
    ...(reads === "json" ? {} : { reads }),
  };
}
