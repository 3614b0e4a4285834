/** Listens for the keys of the whole page while they are turned on. [WCAG 2.2, 2.1.4] single keys can be turned off. */
import { useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import type { Me } from "../../http/views.ts";
import { keep, kept } from "../browser/kept.ts";
import { placesFor } from "./links.ts";
import { effectOf, patienceMs } from "./shortcuts.ts";

const listeners = new Set<() => void>();

export function useShortcutsOn(): [on: boolean, turn: (on: boolean) => void] {
  const on = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => kept("shortcuts") !== "off",
  );
  const turn = (next: boolean) => {
    keep("shortcuts", next ? "" : "off");
    for (const changed of listeners) changed();
  };
  return [on, turn];
}

export function useShortcuts(me: Me, help: () => void): void {
  const [, go] = useLocation();
  const [on] = useShortcutsOn();
  useEffect(() => {
    if (!on) return;
    let waitsUntil = 0;
    const press = (event: KeyboardEvent) => {
      const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented);
      const pressed = { key: event.key, plain, typing: isTyping(event.target) };
      const effect = effectOf(pressed, event.timeStamp < waitsUntil, placesFor(me));
      waitsUntil = effect?.do === "wait" ? event.timeStamp + patienceMs : 0;
      if (effect === null) return;
      event.preventDefault();
      if (effect.do === "search") document.getElementById("search")?.focus();
      if (effect.do === "help") help();
      if (effect.do === "go") go(effect.href);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on, me, go, help]);
}

/**
 * In a field, or in a dialog that stands before the page. A dialog that was just closed keeps the focus until the browser
 * draws again: keys that come meanwhile are for the page.
 */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open], [role='dialog']") !== null;
}
