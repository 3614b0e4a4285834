/** Filters with too many values for links: they write the address all the same. */
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useWords } from "../i18n/language.tsx";
import { FilterLinks } from "./filter-links.tsx";
import { listWords } from "./list-words.ts";

/** Reads a field of the address, and writes it without a step in the history. */
export function useAddressField(name: string): [value: string, set: (value: string) => void] {
  const [path, go] = useLocation();
  const search = useSearch();
  const set = (value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    go(next.size === 0 ? path : `${path}?${next}`, { replace: true });
  };
  return [new URLSearchParams(search).get(name) ?? "", set];
}

const settleMs = 300;

/** `field`: its name in the address. */
export function SearchField() {
  const words = useWords(listWords);
  const [q, setQ] = useAddressField("q");
  const [typed, type] = useState(q);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => setQ(typed.trim()), settleMs);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      className="list-search"
      type="search"
      allowClear
      aria-label={words.q}
      placeholder={words.qHint}
      maxLength={200}
      value={typed}
      onChange={(event) => type(event.target.value)}
    />
  );
}

type Option = { value: string; label: string };
type SelectProps = { name: string; label: string; any: string; options: Option[]; loading: boolean };

export function SelectField({ name, label, any, options, loading }: SelectProps) {
  const [value, set] = useAddressField(name);
  return (
    <Select
      className="list-select"
      aria-label={label}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={any}
      loading={loading}
      options={options}
      popupMatchSelectWidth={false}
      value={value || undefined}
      onChange={(next?: string) => set(next ?? "")}
    />
  );
}

export function SpanFilter() {
  const words = useWords(listWords);
  const values = ["any", "day", "week", "month"] as const;
  return (
    <FilterLinks
      name="span"
      label={words.span}
      filters={values.map((value) => ({ value, text: words.spans[value] }))}
    />
  );
}
