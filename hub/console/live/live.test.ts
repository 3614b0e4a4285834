import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alertView, deviceView } from "../../../test/kit/console-samples.ts";
import type { AlertView, DeviceView } from "../../http/views.ts";
import { keys } from "./keys.ts";
import { type Live, type LiveState, openLive } from "./live.ts";
import type { Source } from "./source.ts";

/** A stream turned by hand. */
class HandSource implements Source {
  onopen: Source["onopen"] = null;
  onerror: Source["onerror"] = null;
  closed = false;
  private listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  opens() {
    this.onopen?.(new Event("open"));
  }
  breaks() {
    this.onerror?.(new Event("error"));
  }
  says(name: string, data: unknown, lastEventId = "") {
    this.listeners.get(name)?.({ data: JSON.stringify(data), lastEventId } as MessageEvent<string>);
  }
}

let client: QueryClient;
let sources: HandSource[];
let asked: (string | null)[];
let states: LiveState["name"][];
let live: Live;
const heard: AlertView[] = [];
const source = () => sources[sources.length - 1] as HandSource;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  sources = [];
  asked = [];
  states = [];
  live = openLive({
    client,
    open: (after) => {
      asked.push(after);
      sources.push(new HandSource());
      return source();
    },
    now: () => 0,
    random: () => 1,
    onState: (state) => states.push(state.name),
    onAlert: (alert) => heard.push(alert),
  });
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

describe("the live stream", () => {
  it("puts an alert into the cache at once and says so", () => {
    client.setQueryData(keys.alerts("open"), []);
    source().opens();
    source().says("alert", alertView({}));
    expect(client.getQueryData(keys.alerts("open"))).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  it("collects readings for a quarter of a second", () => {
    client.setQueryData(keys.device("gw-1", "pit-1"), deviceView({ at: 1 }));
    source().says("readings", [
      { gateway: "gw-1", device: "pit-1", point: "level", at: 2, receivedAt: 2, value: 9, quality: 0 },
    ]);
    const value = () => client.getQueryData<DeviceView>(keys.device("gw-1", "pit-1"))?.points[0]?.latest?.value;
    expect(value()).toBe(1);
    vi.advanceTimersByTime(250);
    expect(value()).toBe(9);
  });

  it("goes on after the last event it heard, and reads nothing again but what failed", async () => {
    client.setQueryData(keys.gateways, []);
    await client.prefetchQuery({ queryKey: keys.faults, queryFn: () => Promise.reject(new Error("no")), retry: false });
    source().opens();
    source().says("hello", {}, "e-1");
    source().says("alert", alertView({}), "e-2");
    source().breaks();
    live.retry();
    source().opens();
    expect(asked).toEqual([null, "e-2"]);
    expect(client.getQueryState(keys.gateways)?.isInvalidated).toBe(false);
    expect(client.getQueryState(keys.faults)?.isInvalidated).toBe(true);
  });

  it("reads everything again where the page was left before it heard anything: there is nothing to go on from", () => {
    client.setQueryData(keys.gateways, []);
    live.pause();
    live.retry();
    source().opens();
    expect(asked).toEqual([null, null]);
    expect(client.getQueryState(keys.gateways)?.isInvalidated).toBe(true);
  });

  it("comes back by itself, waiting longer each time, and reads everything again when too much was missed", () => {
    client.setQueryData(keys.gateways, []);
    source().opens();
    source().breaks();
    vi.advanceTimersByTime(1_250);
    expect(sources).toHaveLength(2);
    source().breaks();
    vi.advanceTimersByTime(1_250);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(3);
    expect(client.getQueryState(keys.gateways)?.isInvalidated).toBe(false);
    source().opens();
    expect(states).toEqual(["live", "lost", "live"]);
    source().says("reset", {}, "f-0");
    expect(client.getQueryState(keys.gateways)?.isInvalidated).toBe(true);
  });

  it("reads nothing twice at the first opening", () => {
    client.setQueryData(keys.gateways, []);
    source().opens();
    expect(client.getQueryState(keys.gateways)?.isInvalidated).toBe(false);
  });

  it("does not wait when the network is said to be back", () => {
    source().breaks();
    live.retry();
    expect(sources).toHaveLength(2);
  });

  it("is given up when a question to the hub gets no answer", () => {
    source().opens();
    const first = source();
    live.suspect();
    expect(first.closed).toBe(true);
    expect(states).toEqual(["live", "lost"]);
  });

  it("is given up while nobody sees the page, which says so, and goes on from there when it is seen", () => {
    source().opens();
    source().says("hello", {}, "e-1");
    const first = source();
    live.pause();
    vi.advanceTimersByTime(600_000);
    expect([first.closed, sources.length, states]).toEqual([true, 1, ["live", "lost"]]);
    live.retry();
    expect(asked).toEqual([null, "e-1"]);
  });

  it("is not called live again before everything is read, where too much was missed", async () => {
    let answer = (_: unknown) => {};
    client.setQueryData(keys.gateways, []);
    client.setQueryDefaults(keys.gateways, { queryFn: () => new Promise((resolve) => (answer = resolve)) });
    const observer = new QueryObserver(client, { queryKey: keys.gateways, staleTime: 60_000 });
    const stop = observer.subscribe(() => {});
    source().opens();
    source().says("reset", {}, "f-0");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states).toEqual(["live", "lost"]);
    answer([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toEqual(["live", "lost", "live"]);
    stop();
  });

  it("stays closed once it is closed", () => {
    source().breaks();
    live.close();
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
  });
});
