/** The form in which people set what they know of a device; what is emptied is what its gateway says again. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useState } from "react";
import type { RegistryView } from "../../../http/registry-views.ts";
import type { FactsPatch } from "../../../registry/facts.ts";
import { useUnits } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { mergeDraft } from "../../order/merge-draft.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { deviceCalls, type Thing } from "./calls.ts";
import { useAreas, useForget } from "./queries.ts";
import { deviceWords } from "./words.ts";

const texts = ["name", "place", "class", "building", "floor", "room", "installedOn", "warrantyUntil", "note"] as const;
const lists = ["area", "owner", "maintainer"] as const;
type Draft = Record<(typeof texts)[number] | (typeof lists)[number] | "lon" | "lat", string>;

function draftOf({ facts }: RegistryView): Draft {
  const fields = Object.fromEntries([...texts, ...lists].map((name) => [name, facts[name] ?? ""]));
  const { lon, lat } = facts.location ?? {};
  return { ...fields, lon: lon === undefined ? "" : String(lon), lat: lat === undefined ? "" : String(lat) } as Draft;
}

/** Only what differs from what is set now. */
function patchOf(draft: Draft, { facts }: RegistryView): FactsPatch {
  const patch: Record<string, unknown> = {};
  for (const name of [...texts, ...lists]) {
    const value = draft[name].trim();
    if (value !== (facts[name] ?? "")) patch[name] = value === "" ? null : value;
  }
  const [lon, lat] = [Number(draft.lon), Number(draft.lat)];
  const isGone = draft.lon === "" && draft.lat === "";
  if (isGone && facts.location !== undefined) patch.location = null;
  if (!isGone && (lon !== facts.location?.lon || lat !== facts.location?.lat))
    patch.location = { lon, lat, system: "WGS84", source: "people" };
  return patch as FactsPatch;
}

export function RegistryForm({ thing, view, close }: { thing: Thing; view: RegistryView; close: () => void }) {
  const words = useWords(deviceWords);
  const [seen, setSeen] = useState(view);
  const [draft, setDraft] = useState(() => draftOf(view));
  const forget = useForget();
  const save = useMutation({
    mutationFn: () => deviceCalls.patch(thing, patchOf(draft, seen), seen),
    onSuccess: close,
    onSettled: forget,
  });
  const takeNewest = () => {
    setDraft((mine) => mergeDraft(draftOf(seen), mine, draftOf(view)));
    setSeen(view);
    save.reset();
  };
  const put = (name: keyof Draft) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const areas = (useAreas().data?.areas ?? []).map(({ id, path }) => ({ value: id, label: path }));
  const units = (useUnits().data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const hints: Partial<Record<keyof Draft, string>> = {
    name: words.told(view.told.title),
    place: words.told(view.told.place),
    ...(view.told.class === undefined ? {} : { class: words.told(view.told.class) }),
  };
  const text = (name: (typeof texts)[number] | "lon" | "lat", type = "text") => (
    <Field key={name} label={words[name]} hint={hints[name] ?? ""}>
      {(field) => (
        <Input {...field} type={type} value={draft[name]} onChange={(event) => put(name)(event.target.value)} />
      )}
    </Field>
  );
  const list = (name: (typeof lists)[number], options: { value: string; label: string }[]) => (
    <Field label={words[name]}>
      {(field) => (
        <Select
          {...field}
          value={draft[name]}
          options={[{ value: "", label: words.nothing }, ...options]}
          onChange={put(name)}
          showSearch={{ optionFilterProp: "label" }}
        />
      )}
    </Field>
  );
  return (
    <form
      className="registry-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {text("name")}
      {text("place")}
      {list("area", areas)}
      {text("class")}
      {list("owner", units)}
      {list("maintainer", units)}
      {(["building", "floor", "room"] as const).map((name) => text(name))}
      {text("lon")}
      {text("lat")}
      {text("installedOn", "date")}
      {text("warrantyUntil", "date")}
      {text("note")}
      {save.error && <Failure error={save.error} newest={takeNewest} />}
      <div className="registry-acts">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {save.isPending ? words.saving : words.save}
        </Button>
        <Button onClick={close}>{words.cancel}</Button>
      </div>
    </form>
  );
}
