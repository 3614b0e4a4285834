/** Unknown devices: each with the models that make sense of it; those that are chosen are adopted at once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Checkbox from "antd/es/checkbox";
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { tell } from "../../parts/toast.tsx";
import { AdoptRow } from "./adopt-row.tsx";
import type { ConnectorView, ForeignDeviceView } from "./calls.ts";
import { type Adoption, platformCalls } from "./calls.ts";
import { connectorKey } from "./queries.ts";
import { platformWords } from "./words.ts";

export type Wish = { model: string; title: string; place: string; isChosen: boolean };

/** More are adopted first; as many proposals are asked for at once. */
const most = 20;

export function AdoptList({ connector, devices }: { connector: ConnectorView; devices: readonly ForeignDeviceView[] }) {
  const { devices: words, messages } = useWords(platformWords);
  const [wishes, setWishes] = useState<Record<string, Partial<Wish>>>({});
  const [shownMost, setMost] = useState(most);
  const shown = devices.slice(0, shownMost);
  const wishOf = (device: ForeignDeviceView): Wish => ({
    ...{ model: "", title: device.title || device.foreign, place: device.place || connector.place, isChosen: false },
    ...wishes[device.device],
  });
  const put = (changes: Record<string, Partial<Wish>>) =>
    setWishes((all) => {
      const next = { ...all };
      for (const [id, change] of Object.entries(changes)) next[id] = { ...next[id], ...change };
      return next;
    });
  const ready = shown.filter((device) => wishOf(device).isChosen && wishOf(device).model !== "");
  const readable = shown.filter((device) => wishOf(device).model !== "");
  const adopt = useAdopt(connector.id);
  return (
    <Panel title={words.unknownTitle}>
      <p className="dim">{words.unknownText}</p>
      {readable.length > 1 && (
        <Checkbox
          checked={readable.every((device) => wishOf(device).isChosen)}
          onChange={({ target }) =>
            put(Object.fromEntries(readable.map(({ device }) => [device, { isChosen: target.checked }])))
          }
        >
          {words.pickAll}
        </Checkbox>
      )}
      <ul className="rows platform-adopt">
        {shown.map((device) => (
          <AdoptRow
            key={device.device}
            {...{ connector, device }}
            wish={wishOf(device)}
            put={(change) => put({ [device.device]: change })}
          />
        ))}
      </ul>
      {devices.length > shown.length && <Button onClick={() => setMost(shownMost + most)}>{messages.older}</Button>}
      {adopt.error && <Failure error={adopt.error} />}
      <Button
        type="primary"
        disabled={ready.length === 0}
        loading={adopt.isPending}
        onClick={() => adopt.mutate(ready.map((device) => adoptionOf(device, wishOf(device))))}
      >
        {ready.length === 0 ? words.adoptNone : words.adopt(ready.length)}
      </Button>
    </Panel>
  );
}

function adoptionOf({ device }: ForeignDeviceView, { model, title, place }: Wish): Adoption {
  const named = title.trim() === "" ? {} : { title: title.trim().slice(0, 100) };
  return { device, model, ...named, ...(place.trim() === "" ? {} : { place: place.trim() }) };
}

function useAdopt(connector: string) {
  const { devices: words } = useWords(platformWords);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wishes: Adoption[]) => platformCalls.adopt(connector, wishes),
    onSuccess: (adopted) => {
      tell({ text: words.adopted(adopted.length) });
      void client.invalidateQueries({ queryKey: connectorKey(connector) });
    },
  });
}
