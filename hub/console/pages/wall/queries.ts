/** The wall screen's data: asked for again at every change, and when nothing is heard. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { now } from "../../clock/clock.ts";
import { atMost } from "../../live/at-most.ts";
import { endWall, listWalls, makeWall, openWall, readWall } from "./calls.ts";

const lookEveryMs = 10_000;

export function useWall(ready: boolean) {
  return useQuery({
    queryKey: ["wall"],
    queryFn: readWall,
    refetchInterval: lookEveryMs,
    enabled: ready,
    retry: false,
  });
}

/** The secret comes behind `#`, which no server and no log sees; the cookie it is changed for stays. */
export function useLink(): { ready: boolean; refused: boolean } {
  const [secret] = useState(() => location.hash.slice(1));
  const [state, setState] = useState({ ready: secret === "", refused: false });
  useEffect(() => {
    if (secret === "") return;
    history.replaceState(null, "", location.pathname);
    openWall(secret).then(
      () => setState({ ready: true, refused: false }),
      () => setState({ ready: true, refused: true }),
    );
  }, [secret]);
  return state;
}

const changing = ["alert", "ticket", "gateway", "device", "registration", "posture", "changed"];

/** Whether changes are heard; since when not. */
export function useWallEvents(wall: boolean | undefined): number | null {
  const client = useQueryClient();
  const [lostAt, setLostAt] = useState<number | null>(null);
  useEffect(() => {
    if (wall === undefined) return;
    let source: EventSource | undefined;
    const refreshers = [
      atMost(1_000, now, () => void client.invalidateQueries({ queryKey: ["wall"] })),
      atMost(5_000, now, () => void client.invalidateQueries({ queryKey: ["map"] })),
    ];
    const hear = () => {
      for (const refresher of refreshers) refresher.run();
    };
    const lose = () => setLostAt((since) => since ?? now());
    const open = () => {
      source?.close();
      source = new EventSource(wall ? "/api/wall/events" : "/api/events");
      for (const name of changing) source.addEventListener(name, hear);
      source.onopen = () => {
        setLostAt(null);
        hear();
      };
      source.onerror = lose;
    };
    // A browser holds six lines to a host: what nobody sees needs none.
    const turn = () => {
      if (document.visibilityState === "visible") return open();
      source?.close();
      lose();
    };
    open();
    document.addEventListener("visibilitychange", turn);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      for (const refresher of refreshers) refresher.stop();
      source?.close();
    };
  }, [client, wall]);
  return lostAt;
}

export const useWalls = () => useQuery({ queryKey: ["walls"], queryFn: listWalls });

export function useMakeWall() {
  const client = useQueryClient();
  return useMutation({ mutationFn: makeWall, onSuccess: () => client.invalidateQueries({ queryKey: ["walls"] }) });
}

export function useEndWall() {
  const client = useQueryClient();
  return useMutation({ mutationFn: endWall, onSettled: () => client.invalidateQueries({ queryKey: ["walls"] }) });
}
