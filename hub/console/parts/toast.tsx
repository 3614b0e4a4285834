/** Says that something was done, and takes it back where that is safe; it stays while another page is opened. */
import Button from "antd/es/button";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useWords } from "../i18n/language.tsx";
import { listWords } from "./list-words.ts";

export type Toast = { text: string; undo?: () => Promise<void> };

/** Long enough to read and to reach, for a hand that shakes too. [WCAG 2.2, 2.2.1] it waits while it is looked at. */
const showsMs = 12_000;

let shown: Toast | null = null;
const listeners = new Set<() => void>();

export function tell(toast: Toast | null): void {
  shown = toast;
  for (const changed of listeners) changed();
}

export function Toasts() {
  const toast = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => shown,
  );
  return (
    <div className="toasts" role="status">
      {toast && <Shown key={toast.text} toast={toast} />}
    </div>
  );
}

function Shown({ toast: { text, undo } }: { toast: Toast }) {
  const words = useWords(listWords);
  const [held, hold] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (held || busy) return;
    const timer = setTimeout(() => tell(null), showsMs);
    return () => clearTimeout(timer);
  }, [held, busy]);
  const takeBack = async () => {
    setBusy(true);
    try {
      await undo?.();
      tell({ text: words.undone });
    } catch {
      // Why is on the thing itself, which is read again.
      tell({ text: words.undoFailed });
    }
  };
  const holding = { onMouseEnter: () => hold(true), onMouseLeave: () => hold(false), onFocus: () => hold(true) };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it; it only stays while it is looked at.
    <div className="toast" {...holding} onBlur={() => hold(false)}>
      <span>{text}</span>
      {undo && (
        <Button loading={busy} onClick={() => void takeBack()}>
          {words.undo}
        </Button>
      )}
      <Button type="text" onClick={() => tell(null)}>
        {words.close}
      </Button>
    </div>
  );
}
