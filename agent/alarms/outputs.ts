/** Drives siren, lamp, buzzer and relay: the pattern of each for how loud the gateway has to be. */
import type { Severity } from "../../core/rule.ts";
import type { Loudness } from "./loudness.ts";

/** A `machine`, such as a pump, is switched by hand or by a command only: never by an alert, nor for a test. */
export type OutputKind = "siren" | "buzzer" | "lamp" | "relay" | "machine";
type Signal = Exclude<OutputKind, "machine">;
export type Output = { id: string; kind: OutputKind };

/** Milliseconds on, off, on, …, over and over; `on` without end, or `off`. */
export type Pattern = number[] | "on" | "off";
/** For each severity what each kind does; a lamp of what everybody has seen is steady. */
export type Patterns = { severities: Record<Severity, Record<Signal, Pattern>>; test: Pattern };

type After = (ms: number, run: () => void) => () => void;

export type Outputs = {
  show(loudness: Loudness): void;
  /** Each output in turn does the test pattern once; resolves when all are back. */
  test(): Promise<void>;
  /**
   * Keeps one output on or off for so long, whatever stands; then it follows the board again. A siren or buzzer that is
   * kept off does so at once when another alert sounds or one becomes graver: a hand on the switch mutes what it heard.
   */
  hold(output: string, active: boolean, ms: number): void;
  close(): void;
};

/** `set` is called for each change of level, `true` is active. */
export function startOutputs(
  outputs: readonly Output[],
  patterns: Patterns,
  set: (output: string, active: boolean) => void,
  clock: { after: After },
): Outputs {
  const playing = new Map<string, { pattern: Pattern; stop: () => void }>();
  let loudness: Loudness = { sounds: null, shows: null, seen: true, sounding: new Map() };
  /** Outputs that do something else for a while, and how to end it; `mutes` is what sounded when it was kept off. */
  const held = new Map<string, Held>();

  function play({ id }: Output, pattern: Pattern): void {
    const before = playing.get(id);
    if (before !== undefined && String(before.pattern) === String(pattern)) return;
    before?.stop();
    playing.set(id, { pattern, stop: run(id, pattern) });
  }

  function run(id: string, pattern: Pattern): () => void {
    if (typeof pattern === "string") {
      set(id, pattern === "on");
      return () => undefined;
    }
    let cancel: () => void = () => undefined;
    const step = (at: number): void => {
      set(id, at % 2 === 0);
      cancel = clock.after(pattern[at] ?? 0, () => step((at + 1) % pattern.length));
    };
    step(0);
    return () => cancel();
  }

  function refresh(): void {
    for (const output of outputs) if (!held.has(output.id)) play(output, patternOf(output.kind, loudness, patterns));
  }

  /** The board has it back when the time is over, or another hold took its place. */
  function keep(output: Output, pattern: Pattern, ms: number, done: () => void): void {
    held.get(output.id)?.end();
    play(output, pattern);
    const end = () => {
      cancel();
      held.delete(output.id);
      refresh();
      done();
    };
    const cancel = clock.after(ms, end);
    const isMuted = pattern === "off" && isAudible(output.kind);
    held.set(output.id, { end, mutes: isMuted ? loudness.sounding : null });
  }

  refresh();
  return {
    show(next) {
      loudness = next;
      for (const { end, mutes } of [...held.values()]) if (mutes !== null && isMore(next.sounding, mutes)) end();
      refresh();
    },
    async test() {
      for (const output of outputs.filter(isSignal)) {
        await new Promise<void>((done) => keep(output, patterns.test, lengthOf(patterns.test), done));
      }
    },
    hold(id, active, ms) {
      const output = outputs.find((one) => one.id === id);
      if (output !== undefined) keep(output, active ? "on" : "off", ms, () => undefined);
    },
    close() {
      for (const { end } of [...held.values()]) end();
      for (const { id } of outputs) {
        playing.get(id)?.stop();
        set(id, false);
      }
    },
  };
}

type Held = { end: () => void; mutes: Loudness["sounding"] | null };

/** Another alert, or a graver one. */
function isMore(now: Loudness["sounding"], before: Loudness["sounding"]): boolean {
  return [...now].some(([alert, severity]) => severity < (before.get(alert) ?? Number.POSITIVE_INFINITY));
}

export function isSignal({ kind }: { kind: OutputKind }): boolean {
  return kind !== "machine";
}

function isAudible(kind: OutputKind): boolean {
  return kind === "siren" || kind === "buzzer";
}

export function patternOf(
  kind: OutputKind,
  { sounds, shows, seen }: Omit<Loudness, "sounding">,
  { severities }: Patterns,
): Pattern {
  if (kind === "machine") return "off";
  if (kind === "siren" || kind === "buzzer") return sounds === null ? "off" : severities[sounds][kind];
  if (shows === null) return "off";
  return kind === "lamp" && seen ? "on" : severities[shows][kind];
}

function lengthOf(pattern: Pattern): number {
  return typeof pattern === "string" ? 0 : pattern.reduce((sum, ms) => sum + ms, 0);
}
