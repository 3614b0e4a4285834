/** Whether this browser sounds, which alerts rang, and the ringing itself; one for the whole console. */
import { useSyncExternalStore } from "react";
import type { AlertView } from "../../../http/views.ts";
import { keep, kept } from "../../browser/kept.ts";
import { deaf, type Ears, mute, planSound, repeatMs } from "./sound-plan.ts";
import { ring, wakeSound } from "./tone.ts";

/** `asleep`: it was turned on before, and the browser wants a click first. */
export type SoundState = "off" | "on" | "asleep" | "unable";
type Sound = { state: SoundState; ringing: readonly string[] };

let sound: Sound = { state: kept("sound") === "on" ? "asleep" : "off", ringing: [] };
let ears: Ears = deaf;
let alerts: readonly AlertView[] = [];
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function become(next: Partial<Sound>): void {
  sound = { ...sound, ...next };
  for (const changed of listeners) changed();
}

export function useSound(): Sound {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => sound,
  );
}

export async function turnSound(on: boolean): Promise<void> {
  keep("sound", on ? "on" : "");
  if (!on) ears = deaf;
  become({ state: on ? ((await wakeSound()) ? "on" : "unable") : "off" });
  if (on) ring("orange");
  follow(alerts);
}

/** After a reload: sounds again as soon as the browser lets it. */
export async function tryToWake(): Promise<void> {
  if (sound.state !== "asleep" || !(await wakeSound())) return;
  become({ state: "on" });
  follow(alerts);
}

export function muteSound(): void {
  ears = mute(ears, sound.ringing);
  follow(alerts);
}

/** Tells it what stands now. */
export function follow(now: readonly AlertView[]): void {
  alerts = now;
  if (sound.state !== "on") {
    clearInterval(timer);
    timer = undefined;
    if (sound.ringing.length > 0) become({ ringing: [] });
    return;
  }
  const plan = planSound(now, ears);
  ears = plan.ears;
  if (plan.now !== null) ring(plan.now);
  repeat(plan.repeats.length > 0);
  if (plan.repeats.join() !== sound.ringing.join()) become({ ringing: plan.repeats });
}

function repeat(wanted: boolean): void {
  if (wanted === (timer !== undefined)) return;
  clearInterval(timer);
  timer = wanted ? setInterval(() => ring("red"), repeatMs) : undefined;
}
