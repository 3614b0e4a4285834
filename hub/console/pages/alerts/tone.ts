/** The sound of an alert, made here by the browser itself: two tones up for red, one soft pair for orange. */
import type { Ring } from "./sound-plan.ts";

type Note = { hertz: number; at: number; lasts: number };

const notes: Record<Ring, Note[]> = {
  red: [0, 0.5, 1].flatMap((at) => [
    { hertz: 880, at, lasts: 0.18 },
    { hertz: 1175, at: at + 0.2, lasts: 0.22 },
  ]),
  orange: [
    { hertz: 659, at: 0, lasts: 0.2 },
    { hertz: 523, at: 0.24, lasts: 0.3 },
  ],
};

const loudness: Record<Ring, number> = { red: 0.35, orange: 0.2 };

let context: AudioContext | null = null;

/** Call it from a click: browsers let no page sound before one. Answers whether it can sound now. */
export async function wakeSound(): Promise<boolean> {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") await Promise.race([context.resume(), soon()]);
  } catch {
    // No audio device, or none that a page may use: the switch says so.
    return false;
  }
  return context.state === "running";
}

export function ring(kind: Ring): void {
  if (context?.state !== "running") return;
  for (const note of notes[kind]) play(context, note, loudness[kind]);
}

/** Without a click `resume` waits for ever. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

/** Swells and fades within hundredths of a second, so that nothing clicks. */
function play(audio: AudioContext, { hertz, at, lasts }: Note, peak: number): void {
  const [tone, gain] = [audio.createOscillator(), audio.createGain()];
  const start = audio.currentTime + at;
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(peak, start + 0.02);
  gain.gain.setValueAtTime(peak, start + lasts - 0.05);
  gain.gain.linearRampToValueAtTime(0, start + lasts);
  tone.connect(gain).connect(audio.destination);
  tone.start(start);
  tone.stop(start + lasts);
}
