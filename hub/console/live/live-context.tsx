/** Keeps the stream open while someone is signed in, and tells every component below whether it is. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { AlertView, Me } from "../../http/views.ts";
import { ApiError } from "../client/api-error.ts";
import { now } from "../clock/clock.ts";
import { keys } from "./keys.ts";
import { type Live, type LiveState, openLive } from "./live.ts";
import { canShare, openSource } from "./open-source.ts";

type Shown = { state: LiveState; newest: AlertView | null };

const Context = createContext<Shown>({ state: { name: "connecting" }, newest: null });

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ name: "connecting" });
  const [newest, setNewest] = useState<AlertView | null>(null);
  useEffect(() => {
    const live = openLive({
      client,
      open: (after) => openSource(client.getQueryData<Me>(keys.session)?.name ?? "", after),
      now,
      isOffline: () => !navigator.onLine,
      random: Math.random,
      onState: setState,
      onAlert: (alert) => alert.state === "unacknowledged" && setNewest(alert),
    });
    const back = () => live.retry();
    // A half-open stream looks alive; a question that fails gives it away.
    const stop = client.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "error") return;
      if (event.action.error instanceof ApiError && event.action.error.offline) live.suspect();
    });
    const gone = () => live.suspect();
    addEventListener("online", back);
    addEventListener("offline", gone);
    const unwatch = watchPage(live);
    return () => {
      unwatch();
      removeEventListener("online", back);
      removeEventListener("offline", gone);
      stop();
      live.close();
    };
  }, [client]);
  return <Context value={{ state, newest }}>{children}</Context>;
}

export function useLive(): Shown {
  return useContext(Context);
}

/** A page that is left may be kept for the way back, with its line: it gives that up, and takes it up again when it is seen. */
function watchPage(live: Live): () => void {
  const turn = () => {
    if (document.visibilityState === "visible") live.retry();
    else if (!canShare()) live.pause();
  };
  addEventListener("pagehide", live.pause);
  addEventListener("pageshow", live.retry);
  document.addEventListener("visibilitychange", turn);
  return () => {
    removeEventListener("pagehide", live.pause);
    removeEventListener("pageshow", live.retry);
    document.removeEventListener("visibilitychange", turn);
  };
}
