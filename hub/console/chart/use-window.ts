/** Which part of time a chart shows, as the address says: a span that ends now, or from a moment to a moment. */
import { useLocation, useSearch } from "wouter";
import { now } from "../clock/clock.ts";
import { useTicking } from "../clock/use-ticking.ts";

const dayMs = 24 * 3_600_000;
export const spans = { hour: 3_600_000, day: dayMs, week: 7 * dayMs, month: 30 * dayMs };
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as Span[];

export type Shown = { span: Span; from: number; to: number; isLive: boolean };

/** The window moves on in steps of about two pixels. */
const stepsPerSpan = 500;

export function useWindow(): [Shown, (to: [number, number] | null) => void] {
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const span = spanNames.find((name) => name === search.get("span")) ?? "hour";
  const stepMs = spans[span] / stepsPerSpan;
  const end = useTicking((present) => Math.ceil(present / stepMs) * stepMs);
  const [from, to] = [Number(search.get("from")), Number(search.get("to"))];
  const fixed = Number.isFinite(from) && Number.isFinite(to) && from > 0 && to > from;
  const show = (wanted: [number, number] | null) => {
    const fields = new URLSearchParams(search);
    fields.delete("from");
    fields.delete("to");
    if (wanted) {
      fields.set("from", String(Math.round(wanted[0])));
      fields.set("to", String(Math.round(Math.min(now(), wanted[1]))));
    }
    go(`${path}?${fields}`, { replace: true });
  };
  const shown = fixed ? { span, from, to, isLive: false } : { span, from: end - spans[span], to: end, isLive: true };
  return [shown, show];
}
