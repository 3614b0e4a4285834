/** Which rows of a list are chosen; Shift extends from the row that was chosen last. Pure. */

export type Selection = { chosen: ReadonlySet<string>; anchor: string | null };

export type Choice =
  | { do: "toggle"; id: string }
  | { do: "extend"; id: string }
  | { do: "all" }
  | { do: "none" }
  /** Those that are not in the list any more cannot be acted on. */
  | { do: "prune" };

export const nothingChosen: Selection = { chosen: new Set(), anchor: null };

/** `order`: the ids of the list from top to bottom. */
export function choose(selection: Selection, choice: Choice, order: readonly string[]): Selection {
  return steps[choice.do](selection, "id" in choice ? choice.id : "", order);
}

type Step = (selection: Selection, id: string, order: readonly string[]) => Selection;

const steps: Record<Choice["do"], Step> = {
  toggle({ chosen }, id) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    return { chosen: next, anchor: id };
  },
  extend(selection, id, order) {
    const [from, to] = [order.indexOf(selection.anchor ?? ""), order.indexOf(id)];
    if (from < 0 || to < 0) return steps.toggle(selection, id, order);
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { chosen: new Set([...selection.chosen, ...between]), anchor: selection.anchor };
  },
  all: (_, __, order) => ({ chosen: new Set(order), anchor: null }),
  none: () => nothingChosen,
  prune(selection, _, order) {
    const there = new Set(order);
    const left = [...selection.chosen].filter((id) => there.has(id));
    return left.length === selection.chosen.size ? selection : { ...selection, chosen: new Set(left) };
  },
};
