/** One unknown device: what its waiting messages would become by which model; what and where it is. */
import { useQuery } from "@tanstack/react-query";
import Checkbox from "antd/es/checkbox";
import Input from "antd/es/input";
import { useEffect } from "react";
import { Link } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Field } from "../../parts/field.tsx";
import type { Wish } from "./adopt-list.tsx";
import type { ConnectorView, ForeignDeviceView } from "./calls.ts";
import { platformCalls } from "./calls.ts";
import { DeafWarning } from "./deaf-warning.tsx";
import { ModelSelect } from "./model-select.tsx";
import { untoldAlarms, useModel, useReadingText } from "./use-model.ts";
import { platformWords } from "./words.ts";

type Props = {
  connector: ConnectorView;
  device: ForeignDeviceView;
  wish: Wish;
  put(change: Partial<Wish>): void;
};

export function AdoptRow({ connector, device, wish, put }: Props) {
  const { devices: words } = useWords(platformWords);
  const proposals = useQuery({
    queryKey: ["connector", connector.id, "proposals", device.device],
    queryFn: () => platformCalls.proposals(connector.id, device.device),
    staleTime: 60_000,
  });
  const only = proposals.data?.length === 1 ? proposals.data[0] : undefined;
  const onlyView = useModel(only?.model ?? null);
  // One that alone makes sense of it is chosen, to be adopted if it hears what alarms; people may choose another.
  useEffect(() => {
    if (only === undefined || onlyView === undefined || wish.model !== "") return;
    put({ model: only.model, isChosen: untoldAlarms(onlyView, only.readings).length === 0 });
  }, [only, onlyView, wish.model, put]);
  const view = useModel(wish.model);
  const readingText = useReadingText();
  const readings = proposals.data?.find(({ model }) => model === wish.model)?.readings ?? [];
  const here = `/platforms/${encodeURIComponent(connector.id)}`;
  return (
    <li>
      <span className="beside platform-pick">
        <Checkbox
          checked={wish.isChosen}
          disabled={wish.model === ""}
          aria-label={words.pick(device.foreign)}
          onChange={({ target }) => put({ isChosen: target.checked })}
        />
        <code>{device.foreign}</code>
      </span>
      <span className="platform-about beside dim">
        {device.product !== "" && (
          <span>
            {words.product} <code>{device.product}</code>
          </span>
        )}
        <span>
          {device.heardAt === null ? words.neverHeard : words.heard}{" "}
          {device.heardAt !== null && <Age at={device.heardAt} />}
        </span>
      </span>
      <div className="form-grid">
        <Field label={words.model}>
          {() => (
            <ModelSelect
              label={`${words.model} ${device.foreign}`}
              value={wish.model}
              proposed={(proposals.data ?? []).map(({ model }) => model)}
              choose={(model) => put({ model, isChosen: true })}
            />
          )}
        </Field>
        <Field label={words.title}>
          {(props) => (
            <Input
              {...props}
              maxLength={100}
              value={wish.title}
              onChange={({ target }) => put({ title: target.value })}
            />
          )}
        </Field>
        <Field label={words.place}>
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={wish.place}
              onChange={({ target }) => put({ place: target.value })}
            />
          )}
        </Field>
      </div>
      {readings.length > 0 && (
        <p className="dim">
          {words.reads} {readings.map((reading) => readingText(view, reading).join(" ")).join(" · ")}
        </p>
      )}
      {proposals.data !== undefined && <DeafWarning model={view} read={readings} of="messages" />}
      {proposals.data?.length === 0 && (
        <p className="dim">
          <Link href={`${here}?tab=messages&state=unknown`}>{words.noProposal}</Link>
        </p>
      )}
    </li>
  );
}
