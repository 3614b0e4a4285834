/** Filters that are links: they can be shared, opened in a tab and undone with "back". */
import type { ReactNode } from "react";
import { Link, useLocation, useSearch } from "wouter";

export type Filter = { value: string; text: ReactNode };

/** `name` is the query field; the first filter is the default and leaves the field out. */
type Props = {
  name: string;
  label: string;
  filters: Filter[];
  /** Fields that lose their meaning with another choice. */
  clears?: readonly string[];
};

export function FilterLinks({ name, label, filters, clears = [] }: Props) {
  const [path] = useLocation();
  const search = new URLSearchParams(useSearch());
  const left = new URLSearchParams(search);
  for (const field of clears) left.delete(field);
  const chosen = search.get(name) ?? filters[0]?.value;
  return (
    <nav className="filters" aria-label={label}>
      {filters.map(({ value, text }, index) => (
        <Link
          key={value}
          href={href(path, left, name, index === 0 ? null : value)}
          replace
          className="filter"
          aria-current={value === chosen ? "true" : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

function href(path: string, search: URLSearchParams, name: string, value: string | null): string {
  const next = new URLSearchParams(search);
  if (value === null) next.delete(name);
  else next.set(name, value);
  const text = next.toString();
  return text === "" ? path : `${path}?${text}`;
}
