/** One stream for every tab of a browser: it holds six connections to a host at most, and each stream is one for good. */
import type { Source } from "./source.ts";

export type Line = { name: string; data: string; id: string };
/** What a tab asks of the worker. */
export type Asked =
  | { ask: "join"; account: string; names: readonly string[]; after: string | null }
  | { ask: "leave" | "doubt" };
type Join = Extract<Asked, { ask: "join" }>;
/** What a tab is told. */
export type Told = { tell: "open" | "error" } | ({ tell: "line" } & Line);
export type Tab = { postMessage(told: Told): void };

/** Whoever was away for longer reads everything again. */
const mostKept = 300;

export type SharedStream = { ask(tab: Tab, asked: Asked): void };

export function shareStream(open: (after: string | null) => Source): SharedStream {
  const tabs = new Set<Tab>();
  /** Tabs that wait for the stream to open, and from where they go on. */
  const waiting = new Map<Tab, string | null>();
  let recent: Line[] = [];
  let source: Source | undefined;
  let isOpen = false;
  let account = "";
  let begun: string | null = null;

  const end = () => {
    source?.close();
    source = undefined;
    isOpen = false;
  };
  const fail = () => {
    end();
    const told = [...tabs];
    tabs.clear();
    waiting.clear();
    // Each comes back by itself, at its own time.
    for (const tab of told) tab.postMessage({ tell: "error" });
  };
  const hear = (line: Line) => {
    if (line.name === "reset") recent = [];
    recent.push(line);
    if (recent.length > mostKept) recent.shift();
    for (const tab of tabs) tab.postMessage({ tell: "line", ...line });
  };
  const start = ({ after, names }: Join) => {
    begun = lastOf(recent)?.id ?? after;
    source = open(begun);
    source.onerror = fail;
    source.onopen = () => {
      isOpen = true;
      for (const [tab, from] of waiting) welcome(tab, from);
      waiting.clear();
    };
    for (const name of ["hello", "reset", ...names])
      source.addEventListener(name, ({ data, lastEventId }) => hear({ name, data, id: lastEventId }));
  };
  const welcome = (tab: Tab, after: string | null) => {
    tab.postMessage({ tell: "open" });
    for (const line of linesAfter(recent, after, begun)) tab.postMessage({ tell: "line", ...line });
  };
  const join = (tab: Tab, asked: Join) => {
    // What one account may hear is not for the next.
    if (asked.account !== account) {
      fail();
      recent = [];
      account = asked.account;
    }
    tabs.add(tab);
    if (isOpen) return welcome(tab, asked.after);
    waiting.set(tab, asked.after);
    if (source === undefined) start(asked);
  };
  const leave = (tab: Tab) => {
    tabs.delete(tab);
    waiting.delete(tab);
    if (tabs.size === 0) end();
  };
  return {
    ask(tab, asked) {
      if (asked.ask === "join") return join(tab, asked);
      leave(tab);
      if (asked.ask === "doubt") fail();
    },
  };
}

/** What a tab missed; a `reset` where that is not kept; where to go on for one that is new. */
function linesAfter(recent: readonly Line[], after: string | null, begun: string | null): Line[] {
  const last = lastOf(recent);
  if (after === null) return last === undefined ? [] : [{ name: "hello", data: "{}", id: last.id }];
  const heard = recent.map(({ id }) => id).lastIndexOf(after);
  if (heard >= 0) return recent.slice(heard + 1).filter(({ name }) => name !== "hello");
  // The hub itself tells what came after.
  if (last === undefined && after === begun) return [];
  return [{ name: "reset", data: "{}", id: last?.id ?? "" }];
}

const lastOf = (lines: readonly Line[]): Line | undefined => lines[lines.length - 1];
