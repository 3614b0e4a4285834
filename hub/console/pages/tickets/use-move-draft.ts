/** All that is typed for one move, kept in the browser until it has been handed in. */
import type { TicketMove } from "../../../http/views.ts";
import { kept } from "../../browser/kept.ts";
import type { Draft } from "../../order/move-request.ts";
import { useDraft } from "./use-draft.ts";

export type MoveDraft = {
  draft: Draft;
  change: (field: keyof Draft, text: string) => void;
  forget: () => void;
};

/** Not of the state: what was typed for a move stays when somebody else moved the ticket meanwhile. */
export function draftName(ticket: string, move: TicketMove): string {
  return `${ticket}.${move}`;
}

/** The words that somebody wrote for that move and did not hand in. */
export function keptReason(ticket: string, move: TicketMove): string {
  return read(kept(`draft.${draftName(ticket, move)}`) ?? "").reason ?? "";
}

export function useMoveDraft(name: string): MoveDraft {
  const [text, setText, forget] = useDraft(name);
  const draft = read(text);
  return { draft, change: (field, value) => setText(JSON.stringify({ ...draft, [field]: value })), forget };
}

/** What another version of this page kept is let go. */
function read(text: string): Draft {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}
