/** Chooses between what is open and everything. */
import { useSearch } from "wouter";
import type { Which } from "../api.ts";
import { useSpeech } from "../i18n/language.tsx";
import { FilterLinks } from "./filter-links.tsx";

export function OpenFilter() {
  const { t } = useSpeech();
  return (
    <FilterLinks
      name="state"
      label={t.list.show}
      filters={[
        { value: "open", text: t.list.open },
        { value: "all", text: t.list.all },
      ]}
    />
  );
}

export function useWhich(): Which {
  return new URLSearchParams(useSearch()).get("state") === "all" ? "all" : "open";
}
