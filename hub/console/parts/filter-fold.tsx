/** The filters of a list: in a row at the desk, folded away on the phone so that the list comes first. */
import { DownOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useSearch } from "wouter";
import { useWords } from "../i18n/language.tsx";
import { useLook } from "../look/look.tsx";
import { listWords } from "./list-words.ts";

/** `names`: the fields of the address that narrow the list; `first`: what is always in sight. */
type Props = { names: readonly string[]; first: ReactNode; children: ReactNode };

export function FilterFold({ names, first, children }: Props) {
  const words = useWords(listWords);
  const { screen } = useLook();
  const search = new URLSearchParams(useSearch());
  const set = names.filter((name) => (search.get(name) ?? "") !== "").length;
  if (screen === "desk")
    return (
      <div className="filter-row">
        {first}
        {children}
      </div>
    );
  return (
    <>
      <div className="filter-row">{first}</div>
      <details className="filter-fold">
        <summary>
          {words.fold(set)} <DownOutlined aria-hidden />
        </summary>
        <div className="filter-row">{children}</div>
      </details>
    </>
  );
}
