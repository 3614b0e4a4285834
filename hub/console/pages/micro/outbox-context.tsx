/** The outbox for every page of the micro-platform: sends by itself whenever the hub may be there again. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { keys } from "../../live/keys.ts";
import { useLive } from "../../live/live-context.tsx";
import { askHub } from "./ask-hub.ts";
import type { Entry } from "./outbox.ts";
import { type Doing, makeOutbox, type Outbox } from "./outbox-run.ts";
import { browserStore } from "./outbox-store.ts";

const restMs = 5_000;

type Shared = {
  outbox: Outbox;
  entries: readonly Entry[];
  doing: Doing;
  sent: Entry | null;
  isForgetful: boolean;
  hand: (entry: Entry, files?: readonly Blob[]) => void;
  wake: () => void;
};
const Context = createContext<Shared | null>(null);

export function OutboxProvider({ account, children }: { account: string; children: ReactNode }) {
  const client = useQueryClient();
  const { state } = useLive();
  /** This browser keeps nothing: what waits lasts as long as the page. */
  const [isForgetful, setForgetful] = useState(false);
  const [sent, setSent] = useState<Entry | null>(null);
  const { outbox, subscribe } = useMemo(() => {
    const listeners = new Set<() => void>();
    const made = makeOutbox({
      store: browserStore,
      ask: askHub,
      onChanged: () => {
        for (const each of listeners) each();
      },
      onSent: (entry) => {
        setSent(entry);
        void client.invalidateQueries();
      },
      onForgetful: () => setForgetful(true),
    });
    const listen = (changed: () => void) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    };
    return { outbox: made, subscribe: listen };
  }, [client]);
  const entries = useSyncExternalStore(subscribe, outbox.entries);
  const doing = useSyncExternalStore(subscribe, outbox.doing);
  useEffect(() => {
    const wake = () => void outbox.wake(account);
    void outbox.load().then(wake);
    const timer = setInterval(wake, restMs);
    addEventListener("online", wake);
    return () => {
      clearInterval(timer);
      removeEventListener("online", wake);
    };
  }, [outbox, account]);
  useEffect(() => {
    if (state.name === "live") void outbox.wake(account);
  }, [state.name, outbox, account]);
  useEffect(() => {
    // Whether the session is over is the hub's to say; then the sign-in page comes, and all that waits is sent after it.
    if (doing.hold === "sign-in") void client.invalidateQueries({ queryKey: keys.session });
  }, [doing.hold, client]);
  const shared = useMemo<Shared>(() => {
    const wake = () => void outbox.wake(account);
    const hand = (entry: Entry, files: readonly Blob[] = []) => void outbox.put(entry, files).then(wake);
    return { outbox, entries, doing, sent, isForgetful, hand, wake };
  }, [outbox, entries, doing, sent, isForgetful, account]);
  return <Context value={shared}>{children}</Context>;
}

export function useOutbox(): Shared {
  const shared = useContext(Context);
  if (shared === null) throw new Error("useOutbox outside OutboxProvider");
  return shared;
}
