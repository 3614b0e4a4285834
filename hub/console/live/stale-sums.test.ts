import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { staleSums } from "./stale-sums.ts";

let client: QueryClient;
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  client = new QueryClient();
  client.setQueryData(["overview"], 1);
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryKey[0] !== "overview" || !query.state.isInvalidated) return;
    asked += 1;
    client.setQueryData(["overview"], asked);
  });
});
afterEach(() => void vi.useRealTimers());

it("has the counts read again at once, and a storm of events once a second", () => {
  const sums = staleSums(client, Date.now);
  sums.hear("alert");
  expect(asked).toBe(1);
  for (let i = 0; i < 50; i++) sums.hear("ticket");
  expect(asked).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect(asked).toBe(2);
  vi.advanceTimersByTime(10_000);
  expect(asked).toBe(2);
});

it("does not ask for readings, nor after it was stopped", () => {
  const sums = staleSums(client, Date.now);
  sums.hear("readings");
  expect(asked).toBe(0);
  sums.hear("alert");
  sums.hear("alert");
  sums.stop();
  vi.advanceTimersByTime(5_000);
  expect(asked).toBe(1);
});
