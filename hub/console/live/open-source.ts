/** The line to the hub: by a worker that all tabs of the browser share, or, where there is none, one of its own while somebody looks. */
import { client as hub } from "../client/client.ts";
import { eventNames } from "./apply-event.ts";
import type { Asked, Told } from "./shared-stream.ts";
import type { Source } from "./source.ts";

/** Written in by build.ts. */
declare const liveWorker: string;

let isUnable = false;

/** Else a page that nobody sees has to give its line up: the browser holds six to a host. */
export const canShare = (): boolean => typeof SharedWorker !== "undefined" && !isUnable;

export function openSource(account: string, after: string | null): Source {
  if (canShare()) return joinShared(account, after);
  return new EventSource(hub.address("/api/events", after === null ? {} : { query: { after } }));
}

function joinShared(account: string, after: string | null): Source {
  const worker = new SharedWorker(liveWorker);
  const listeners = new Map<string, (event: MessageEvent<string>) => void>();
  const ask = (asked: Asked) => worker.port.postMessage(asked);
  const leave = (how: "leave" | "doubt") => {
    ask({ ask: how });
    worker.port.onmessage = null;
    worker.port.close();
  };
  const source: Source = {
    onopen: null,
    onerror: null,
    addEventListener: (name, listener) => void listeners.set(name, listener),
    close: () => leave("leave"),
    doubt: () => leave("doubt"),
  };
  worker.onerror = (event) => {
    isUnable = true;
    source.onerror?.(event);
  };
  worker.port.onmessage = (event: MessageEvent<Told>) => {
    const told = event.data;
    if (told.tell === "line")
      listeners.get(told.name)?.(new MessageEvent(told.name, { data: told.data, lastEventId: told.id }));
    else if (told.tell === "open") source.onopen?.(event);
    else source.onerror?.(event);
  };
  ask({ ask: "join", account, names: eventNames, after });
  return source;
}
