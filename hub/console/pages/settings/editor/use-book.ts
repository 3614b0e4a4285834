/** One table on screen: what is in force, the draft of this browser, and what can be done with both. */
import { useState } from "react";
import { ApiError } from "../../../client/api-error.ts";
import { tagOf } from "../../../client/tags.ts";
import type { Kind } from "../calls.ts";
import { type Table, useSave, useTable } from "../queries.ts";
import { type Draft, useDraft } from "./draft.ts";
import type { Form, Path } from "./form-context.ts";
import { useNames } from "./names.ts";
import { type FieldProblem, problemsOf } from "./problem.ts";
import { type Document, differences, type Json, together, withAt } from "./rows.ts";

/** Said once, below the head. */
export type Said =
  | { kind: "saved"; version: number }
  | { kind: "restored"; version: number }
  | { kind: "imported" }
  | { kind: "discarded"; draft: Draft }
  | { kind: "both"; list: string }
  | { kind: "failed"; why: string };

export function useBook(kind: Kind) {
  const table = useTable(kind);
  const save = useSave(kind);
  const { draft, put } = useDraft(kind);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [said, say] = useState<Said | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const inForce = table.data;
  const body = draft?.body ?? inForce?.body ?? {};
  const names = useNames(kind, body);

  const begin = (next?: Document): void => {
    if (!inForce) return;
    say(null);
    setProblems([]);
    put({ ...startOf(inForce), body: next ?? { ...inForce.body, source: "" } });
  };
  const change = (path: Path, next: Json | undefined) => {
    if (!draft) return;
    setProblems([]);
    put({ ...draft, body: withAt(draft.body, path, next) as Document });
  };
  const keep = () => {
    if (!draft) return;
    setFailure(null);
    save.mutate(
      { tag: draft.tag, body: draft.body },
      {
        onSuccess: ({ version }) => {
          put(null);
          setProblems([]);
          say({ kind: "saved", version });
        },
        onError: (error) => {
          const isField = error instanceof ApiError && error.problem.code === "INPUT_INVALID";
          setProblems(isField ? problemsOf(error.problem) : []);
          setFailure(isField || (error instanceof ApiError && error.status === 412) ? null : error);
        },
      },
    );
  };
  const form: Form = { names, problems, change: draft ? change : null };
  return {
    ...{ kind, table, inForce, draft, body, form, problems, said, say, failure, begin, keep, isSaving: save.isPending },
    changes: draft && inForce ? differences(draft.from, draft.body) : [],
    isStale: draft !== null && inForce !== undefined && inForce.version !== draft.base,
    discard() {
      setProblems([]);
      setFailure(null);
      say(draft && { kind: "discarded", draft });
      put(null);
    },
    /** Takes back what was discarded. */
    undo() {
      if (said?.kind === "discarded") put(said.draft);
      say(null);
    },
    /** My changes on what is in force now. */
    rebase() {
      if (!draft || !inForce) return;
      const { body: merged, both } = together(draft.from, draft.body, inForce.body);
      put({ ...startOf(inForce), body: merged });
      say(both.length > 0 ? { kind: "both", list: both.join("、") } : null);
    },
  };
}
/** What a draft is made from. */
function startOf(table: Table): Omit<Draft, "body"> {
  return { base: table.version, tag: tagOf(table) ?? "", from: table.body };
}

export type Book = ReturnType<typeof useBook>;
