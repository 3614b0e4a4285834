/** All that is typed for one move, kept in the browser until it has been handed in. */
import type { Draft } from "../../order/move-request.ts";
import { useDraft } from "./use-draft.ts";

export type MoveDraft = {
  draft: Draft;
  change: (field: keyof Draft, text: string) => void;
  forget: () => void;
};

export function useMoveDraft(name: string): MoveDraft {
  const [text, setText, forget] = useDraft(name);
  const draft = read(text);
  return { draft, change: (field, value) => setText(JSON.stringify({ ...draft, [field]: value })), forget };
}

/** What another version of this page kept is let go. */
function read(text: string): Draft {
  try {
    const kept: unknown = JSON.parse(text);
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
