/** What the hub's people know of a device: facts to edit, its life, what it replaced, and who changed what. */
import Button from "antd/es/button";
import { useState } from "react";
import { Link } from "wouter";
import type { RegistryView } from "../../../http/registry-views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useMe } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { labelsHref, type Thing } from "./calls.ts";
import { useRegistry } from "./queries.ts";
import { RegistryChanges } from "./registry-changes.tsx";
import { RegistryForm } from "./registry-form.tsx";
import { RegistryLife } from "./registry-life.tsx";
import { deviceWords } from "./words.ts";

/** `device` left out: the gateway's own. */
export function RegistryPanel(thing: Thing) {
  const words = useWords(deviceWords);
  const registry = useRegistry(thing);
  const mayWrite = useMe().data?.rights.includes("registry") ?? false;
  const [isEditing, setEditing] = useState(false);
  const view = registry.data;
  if (view === undefined)
    return (
      <Panel title={words.panel}>
        {registry.error ? (
          <Failure error={registry.error} retry={() => void registry.refetch()} />
        ) : (
          <Waiting rows={4} />
        )}
      </Panel>
    );
  return (
    <Panel title={words.panel} side={mayWrite && !isEditing && <EditButton open={() => setEditing(true)} />}>
      {isEditing ? (
        <RegistryForm thing={thing} view={view} close={() => setEditing(false)} />
      ) : (
        <RegistryFacts view={view} />
      )}
      {mayWrite && !isEditing && <RegistryLife thing={thing} view={view} />}
      {thing.device !== undefined && (
        <div className="registry-acts">
          <Button href={labelsHref([thing])} target="_blank" rel="noreferrer">
            {words.labels}
          </Button>
        </div>
      )}
      <RegistryChanges thing={thing} />
    </Panel>
  );
}

function EditButton({ open }: { open: () => void }) {
  return <Button onClick={open}>{useWords(deviceWords).edit}</Button>;
}

function RegistryFacts({ view }: { view: RegistryView }) {
  const words = useWords(deviceWords);
  const { facts, location } = view;
  const called = useCalled();
  const until = view.lifeUntil === undefined ? "" : ` ${words.until(new Date(view.lifeUntil).toLocaleString())}`;
  const shown: [string, string | undefined][] = [
    [words.state, `${words.life[view.life]}${until}${view.lifeReason === undefined ? "" : `（${view.lifeReason}）`}`],
    [words.area, view.areaName],
    [words.class, view.className === undefined ? view.class : `${called(view.className)}（${view.class}）`],
    [words.owner, view.ownerName && called(view.ownerName)],
    [words.maintainer, view.maintainerName && called(view.maintainerName)],
    [words.building, view.inside],
    [
      words.location,
      location && `${location.lon.toFixed(6)}, ${location.lat.toFixed(6)} WGS84 · ${words.sources[location.source]}`,
    ],
    [words.installedOn, facts.installedOn],
    [words.warrantyUntil, facts.warrantyUntil],
    [words.note, facts.note],
  ];
  return (
    <>
      <Facts
        facts={shown.map(([name, value]) => ({ name, value: value ?? <span className="dim">{words.nothing}</span> }))}
      />
      {view.chain.length > 1 && (
        <p className="fine">
          {words.chain}：
          {view.chain.map(({ gateway, device }, i) => (
            <span key={`${gateway}/${device}`}>
              {i > 0 && " → "}
              <Link
                className="next"
                href={device === undefined ? `/gateways/${gateway}` : `/devices/${gateway}/${device}`}
              >
                {device ?? gateway}
              </Link>
            </span>
          ))}
        </p>
      )}
    </>
  );
}
