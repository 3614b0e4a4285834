/** Listens for the keys of a list while shortcuts are on; the held row is the one with the keyboard's focus. */
import { useEffect, useRef } from "react";
import { useShortcutsOn } from "../../shell/use-shortcuts.ts";
import { type ListKey, listKey, type Patience, rowAfter } from "./list-keys.ts";

const steps: Partial<Record<ListKey, 1 | -1>> = { down: 1, up: -1 };

/** `act` gets the id of the row that is held, or null. */
export function useListKeys(act: (key: ListKey, id: string | null) => void): void {
  const [on] = useShortcutsOn();
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    if (!on) return;
    let patience: Patience = { waitsUntil: 0 };
    const press = (event: KeyboardEvent) => {
      const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented);
      const heard = listKey({ key: event.key, plain, typing: isTyping(event.target) }, patience, event.timeStamp);
      patience = heard.patience;
      if (heard.means === null) return;
      const step = steps[heard.means];
      if (step !== undefined) event.preventDefault();
      if (step !== undefined) hold(rowAfter(rowIds(), heldRow(), step));
      else newest.current(heard.means, heldRow());
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);
}

/** A checkbox of a row is no field that somebody types into. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = "input:not([type='checkbox']), textarea, select, dialog, [role='dialog'], [role='combobox']";
  return target.isContentEditable || target.closest(field) !== null;
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];
const rowIds = () => rows().map(({ dataset }) => dataset.row ?? "");

function heldRow(): string | null {
  return document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row ?? null;
}

function hold(id: string | null): void {
  const row = rows().find(({ dataset }) => dataset.row === id);
  row?.querySelector<HTMLElement>("a.row-link")?.focus();
}
