/** Siren and lamp as the settings have them at the moment; they follow the board through every change of what hangs there. */
import type { Clock } from "../clock/clock.ts";
import type { AgentSettings, OutputSettings } from "../settings/settings.ts";
import type { Board } from "./board.ts";
import { type Outputs, type Patterns, startOutputs } from "./outputs.ts";
import { type Sounding, startSounding } from "./sounding.ts";

export type Siren = Omit<Sounding, "show"> &
  Pick<Outputs, "test" | "hold"> & {
    /** From now on these outputs, and this night; outputs that stay the same are not disturbed. */
    arrange(settings: Pick<AgentSettings, "outputs" | "night">): void;
    hasOutputs(): boolean;
  };

type Watched = { board(): Board; followBoard(changed: (board: Board) => void): void };

/** `drive` switches one output on or off. */
export function startSiren(
  patterns: Patterns,
  watched: Watched,
  drive: (output: OutputSettings, isOn: boolean) => void,
  clock: Pick<Clock, "wall" | "trust" | "after">,
): Siren {
  let arranged = "";
  let outputs: (Outputs & { count: number }) | null = null;
  let sounding: Sounding | null = null;
  let devices: Parameters<Sounding["configure"]>[0] = [];
  watched.followBoard((board) => sounding?.show(board));

  return {
    arrange({ outputs: wanted, night }) {
      if (JSON.stringify([wanted, night]) === arranged) return;
      arranged = JSON.stringify([wanted, night]);
      sounding?.close();
      const set = (id: string, isOn: boolean) => {
        const output = wanted.find((one) => one.id === id);
        if (output !== undefined) drive(output, isOn);
      };
      outputs = { ...startOutputs(wanted, patterns, set, clock), count: wanted.length };
      const { from, to, utcOffsetMinutes } = night;
      sounding = startSounding(outputs, { from: minuteOf(from), to: minuteOf(to), utcOffsetMinutes }, clock);
      sounding.configure(devices);
      sounding.show(watched.board());
    },
    configure(next) {
      devices = next;
      sounding?.configure(next);
    },
    silence: (minutes) => sounding?.silence(minutes),
    isSounding: () => sounding?.isSounding() ?? false,
    hasOutputs: () => (outputs?.count ?? 0) > 0,
    test: async () => outputs?.test(),
    hold: (id, isOn, ms) => outputs?.hold(id, isOn, ms),
    close: () => sounding?.close(),
  };
}

/** `22:30` is 1350. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
