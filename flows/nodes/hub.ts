/** The hub as our nodes see it: its public API, over one connection for each stream however many nodes listen. */
import { EventSource } from "eventsource";
import type { Red } from "./red.ts";

export type Heard = (data: unknown) => void;

export type Hub = {
  /** Calls `heard` for each event of this name; returns what ends it. `told` hears whether the hub is there. */
  listen(path: string, event: string, heard: Heard, told: (isThere: boolean) => void): () => void;
  /** Throws a sentence with the hub's code, what is wrong and what to do. */
  ask(method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<unknown>;
};

/** One process, one hub. */
let hub: Hub | undefined;

export function hubOf(red: Red): Hub {
  const { url, token } = red.settings.lilong ?? {
    url: process.env.LILONG_URL ?? "",
    token: process.env.LILONG_TOKEN ?? "",
  };
  hub ??= makeHub(url, token);
  return hub;
}

type Listening = { event: string; heard: Heard; told: (isThere: boolean) => void };
type Stream = { source: EventSource; all: Set<Listening> };

/** Requests under way; more wait, so that a storm of alerts does not open a thousand sockets. */
const mostAtOnce = 16;

export function makeHub(url: string, token: string): Hub {
  const authorization = `Bearer ${token}`;
  const streams = new Map<string, Stream>();
  const turn = turns(mostAtOnce);

  const open = (path: string): Stream => {
    const source = new EventSource(url + path, {
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, authorization } }),
    });
    const stream: Stream = { source, all: new Set() };
    const tell = (isThere: boolean) => {
      for (const { told } of stream.all) told(isThere);
    };
    source.addEventListener("open", () => tell(true));
    source.addEventListener("error", () => tell(false));
    streams.set(path, stream);
    return stream;
  };

  return {
    listen(path, event, heard, told) {
      const stream = streams.get(path) ?? open(path);
      const one = { event, heard, told };
      const onEvent = (message: MessageEvent) => heard(JSON.parse(String(message.data)));
      stream.all.add(one);
      stream.source.addEventListener(event, onEvent);
      if (stream.source.readyState === EventSource.OPEN) told(true);
      return () => {
        stream.source.removeEventListener(event, onEvent);
        stream.all.delete(one);
        if (stream.all.size > 0) return;
        stream.source.close();
        streams.delete(path);
      };
    },
    ask: (method, path, body) => turn(() => request(url + path, method, authorization, body)),
  };
}

async function request(url: string, method: string, authorization: string, body?: object): Promise<unknown> {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url, { method, headers: { authorization, ...type }, ...text });
  const said = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; cure?: string };
  if (answer.ok) return said;
  throw new Error(`${said.code ?? answer.status}: ${said.detail ?? answer.statusText}. ${said.cure ?? ""}`.trim());
}

/** Lets so many run at once, the others in turn. */
function turns(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
