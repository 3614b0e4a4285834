/** A field for words, large enough for a thumb; what is typed stays in this browser until it is handed in. */
import { type ReactNode, useEffect, useId, useState } from "react";
import { keep, kept } from "../../browser/kept.ts";

type Props = {
  label: string;
  value: string;
  change: (text: string) => void;
  hint?: string;
  problem?: string;
  rows?: number;
  most?: number;
  numeric?: boolean;
  children?: ReactNode;
};

export function TextField({
  label,
  value,
  change,
  hint = "",
  problem = "",
  rows = 3,
  most = 2000,
  numeric = false,
}: Props) {
  const id = useId();
  const shared = {
    ...{ id, value, placeholder: hint, maxLength: most, "aria-invalid": problem !== "" },
    "aria-describedby": `${id}-problem`,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  };
  return (
    <div className="m-field">
      <label className="m-label" htmlFor={id}>
        {label}
      </label>
      {rows === 1 ? (
        <input type="text" inputMode={numeric ? "decimal" : "text"} {...shared} />
      ) : (
        <textarea rows={rows} {...shared} />
      )}
      <span className="m-problem" id={`${id}-problem`} role="alert">
        {problem}
      </span>
    </div>
  );
}

/** Text that survives a lost connection, a closed page and a reload. */
export function useDraft(name: string): [text: string, change: (text: string) => void] {
  const key = draftKey(name);
  const [text, setText] = useState(() => kept(key) ?? "");
  useEffect(() => keep(key, text), [key, text]);
  return [text, setText];
}

/** The same for what is chosen rather than typed. */
export function useKept<Value>(name: string, nothing: Value): [value: Value, change: (value: Value) => void] {
  const key = draftKey(name);
  const [value, setValue] = useState<Value>(() => read(key) ?? nothing);
  const change = (next: Value) => {
    setValue(next);
    keep(key, next === nothing ? "" : JSON.stringify(next));
  };
  return [value, change];
}

function read<Value>(key: string): Value | null {
  try {
    return JSON.parse(kept(key) ?? "null") as Value | null;
  } catch {
    // What another version of this page kept is let go.
    return null;
  }
}

export function draftKey(name: string): string {
  return `draft.micro.${name}`;
}
