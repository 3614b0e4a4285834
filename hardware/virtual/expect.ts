/** Tells in plain words when the console will show something, from the world run ahead. Pure. */
import type { Rule } from "../../core/rule.ts";
import { type Forecast, forecast, horizonMs, maybeRaised, type Watched } from "./forecast.ts";
import type { Seat, UnitModel } from "./layout.ts";
import type { Scene } from "./scene.ts";
import type { Outcome } from "./troubles.ts";

/** `speed` is how much faster than the clock the world turns; `before` is the scene the order found. */
export function expectation(
  before: Scene,
  outcome: Outcome,
  rules: Readonly<Record<UnitModel, readonly Rule[]>>,
  speed: number,
): string {
  if (outcome.watch === undefined) return outcome.expect ?? "";
  const { seats, until } = outcome.watch;
  const watched = seats.flatMap((seat) => rules[seat.model].map((rule) => ({ seat, rule })));
  return until === "raised"
    ? raisedText(outcome.scene, watched, speed)
    : clearedText(before, outcome.scene, watched, speed);
}

function raisedText({ world }: Scene, watched: readonly Watched[], speed: number): string {
  const [first, ...others] = soonestEach(forecast(world, watched, "quiet", speed));
  if (first === undefined) return `No alert is expected within ${duration(horizonMs)}.`;
  const more = others.map((one) => `; in about ${duration(one.inMs)}: ${named(one)}`).join("");
  return `In about ${duration(first.inMs)} the console shows an alert and a ticket: ${named(first)}${more}.`;
}

function clearedText(before: Scene, { world }: Scene, watched: readonly Watched[], speed: number): string {
  const open = maybeRaised(before.world, watched);
  if (open.length === 0) return "Nothing of it was in alarm.";
  const last = forecast(world, open, "raised", speed).at(-1);
  if (last === undefined) return `Its alerts stay for more than ${duration(horizonMs)}.`;
  return `In about ${duration(last.inMs)} its alerts are clear again; their tickets are yours to close.`;
}

/** The first rule of each sensor. */
function soonestEach(forecasts: readonly Forecast[]): Forecast[] {
  const seen = new Set<Seat>();
  return forecasts.filter(({ seat }) => !seen.has(seat) && seen.add(seat));
}

const named = ({ rule, seat }: Forecast) => `"${rule.title.en}" (${seat.device})`;

/** Seconds below two minutes, then minutes. A second more: the gateway asks once a second. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000) + 1;
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
