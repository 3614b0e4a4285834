/** What the search box shows for a text: pages at once, the rest when the hub has answered. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Me } from "../../http/views.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { heldFor, placesFor } from "./links.ts";
import { findEverywhere } from "./search-calls.ts";
import { shellWords } from "./words.ts";

export type Hit = { href: string; kind: string; title: string; place: string };

const settleMs = 200;
const mostHits = 20;

export function useHits(me: Me, typed: string): { hits: Hit[]; note: string } {
  const { t } = useSpeech();
  const words = useWords(shellWords).search;
  const text = useSettled(typed.trim());
  const asked = useQuery({
    queryKey: ["search", text],
    queryFn: () => findEverywhere(text),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
  const pages = [...placesFor(me), ...heldFor(me)]
    .filter(({ name }) => t.nav[name].toLowerCase().includes(typed.trim().toLowerCase()))
    .map(({ href, name }): Hit => ({ href, kind: words.page, title: t.nav[name], place: "" }));
  const found =
    asked.data?.state === "found"
      ? asked.data.hits.map(
          ({ kind, href, title, place = "" }): Hit => ({ href, kind: words.kinds[kind], title, place }),
        )
      : [];
  const hits = [...pages, ...found].slice(0, mostHits);
  return { hits, note: note() };

  function note(): string {
    if (asked.error) return words.failed;
    if (asked.data?.state === "absent" || asked.data?.state === "refused") return words[asked.data.state];
    if (!asked.data || asked.isPlaceholderData || text !== typed.trim()) return words.searching;
    return hits.length === 0 ? words.none(text) : words.hits(hits.length);
  }
}

/** The text once the typing has paused. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
