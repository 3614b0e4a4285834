/** Keeps the stream open while someone is signed in, and tells every component below whether it is. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { AlertView } from "../../http/views.ts";
import { ApiError } from "../api-error.ts";
import { client as hub } from "../client/client.ts";
import { now } from "../clock.ts";
import { type LiveState, openLive } from "./live.ts";

type Shown = { state: LiveState; newest: AlertView | null };

const Context = createContext<Shown>({ state: { name: "connecting" }, newest: null });

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ name: "connecting" });
  const [newest, setNewest] = useState<AlertView | null>(null);
  useEffect(() => {
    const live = openLive({
      client,
      open: (after) => new EventSource(hub.address("/api/events", after === null ? {} : { query: { after } })),
      now,
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
    addEventListener("online", back);
    return () => {
      removeEventListener("online", back);
      stop();
      live.close();
    };
  }, [client]);
  return <Context value={{ state, newest }}>{children}</Context>;
}

export function useLive(): Shown {
  return useContext(Context);
}
