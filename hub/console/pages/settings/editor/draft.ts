/** A draft of a table, kept in this browser until the hub has it. */
import { useState } from "react";
import { keep, kept } from "../../../browser/kept.ts";
import type { Document } from "./rows.ts";

/** `base`: the version it was made from, with its tag and its body, so that two people's changes can be put together. */
export type Draft = { base: number; tag: string; from: Document; body: Document };

const name = (kind: string) => `draft.${kind}`;

export function useDraft(kind: string) {
  const [draft, set] = useState<Draft | null>(() => read(kind));
  return {
    draft,
    put(next: Draft | null) {
      keep(name(kind), next === null ? "" : JSON.stringify(next));
      set(next);
    },
  };
}

export function hasDraft(kind: string): boolean {
  return kept(name(kind)) !== null;
}

function read(kind: string): Draft | null {
  try {
    return JSON.parse(kept(name(kind)) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}
