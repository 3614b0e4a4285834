/** The keys of the page that is open, for the help dialog. */
import { useEffect, useSyncExternalStore } from "react";

export type PageKeys = { title: string; keys: { keys: string[]; text: string }[] };

let current: PageKeys | null = null;
const listeners = new Set<() => void>();

function become(next: PageKeys | null): void {
  current = next;
  for (const changed of listeners) changed();
}

/** Call it in a page; `pageKeys` must be the same object while nothing changed. */
export function useOwnKeys(pageKeys: PageKeys): void {
  useEffect(() => {
    become(pageKeys);
    return () => become(null);
  }, [pageKeys]);
}

export function usePageKeys(): PageKeys | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => current,
  );
}
