/** One point that somebody names: its unit, and from where on it alarms. */
import Input from "antd/es/input";
import InputNumber from "antd/es/input-number";
import type { DirectWish } from "../../../http/direct-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { connectWords } from "./words.ts";

export type Own = { id: string; title: string; unit: string; above: number | null; below: number | null };
export const emptyOwn: Own = { id: "", title: "", unit: "", above: null, below: null };

type OwnPoint = NonNullable<DirectWish["points"]>[number];

/** Null while its name is none. */
export function ownPointOf({ id, title, unit, above, below }: Own): OwnPoint | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id.trim())) return null;
  return {
    id: id.trim() as OwnPoint["id"],
    ...(title.trim() === "" ? {} : { title: title.trim() }),
    ...(unit.trim() === "" ? {} : { unit: unit.trim() }),
    ...(above === null ? {} : { above }),
    ...(below === null ? {} : { below }),
  };
}

export function OwnFields({ own, set, isTried }: { own: Own; set(own: Own): void; isTried: boolean }) {
  const words = useWords(connectWords);
  const isBad = isTried && ownPointOf(own) === null;
  return (
    <div className="connect-own">
      <Field label={words.ownPoint} hint={words.ownPointHint} {...(isBad ? { problem: words.ownPointHint } : {})}>
        {(props) => (
          <Input
            {...props}
            maxLength={64}
            value={own.id}
            onChange={(event) => set({ ...own, id: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.ownTitle} hint={words.ownTitleHint}>
        {(props) => (
          <Input
            {...props}
            maxLength={60}
            value={own.title}
            onChange={(event) => set({ ...own, title: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.ownUnit} hint={words.ownUnitHint}>
        {(props) => (
          <Input
            {...props}
            maxLength={20}
            value={own.unit}
            onChange={(event) => set({ ...own, unit: event.target.value })}
          />
        )}
      </Field>
      {(["above", "below"] as const).map((name) => (
        <Field key={name} label={name === "above" ? words.ownAbove : words.ownBelow}>
          {({ id }) => <InputNumber id={id} value={own[name]} onChange={(value) => set({ ...own, [name]: value })} />}
        </Field>
      ))}
    </div>
  );
}
