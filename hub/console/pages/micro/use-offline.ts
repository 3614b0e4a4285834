/** Makes the micro-platform ready for a place without a network: its shell, and what it was told last. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Me } from "../../../http/views.ts";
import { keepKnown } from "./last-known.ts";

export function useOffline(me: Me): void {
  const client = useQueryClient();
  useEffect(() => keepKnown(client, me), [client, me]);
  useEffect(() => {
    // Over plain http there is none; the page of what waits says so.
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register("/m-worker.js").catch((error: unknown) => {
      console.warn("the micro-platform will not open without a network:", error);
    });
  }, []);
}
