/** Siren and lamp as the settings have them at the moment; they follow the board through every change of what hangs there. */
import type { PersonEvent } from "../../core/alert-event.ts";
import type { Clock } from "../clock/clock.ts";
import type { AgentSettings, OutputSettings } from "../settings/settings.ts";
import type { Board } from "./board.ts";
import { type Outputs, type Patterns, startOutputs } from "./outputs.ts";
import { silencedLines } from "./silenced.ts";
import { type Sounding, startSounding } from "./sounding.ts";

export type Siren = Omit<Sounding, "show" | "silence"> &
  Pick<Outputs, "test" | "hold"> & {
    /** From now on these outputs, and this night; outputs that stay the same are not disturbed. */
    arrange(settings: Pick<AgentSettings, "outputs" | "night">): void;
    hasOutputs(): boolean;
    /** What sounds now is silent for so long, and its story says who muted it; what comes after sounds. */
    silence(minutes: number, by?: string): void;
  };

type Watched = {
  board(): Board;
  followBoard(changed: (board: Board) => void): void;
  onPerson(events: readonly PersonEvent[]): Promise<void>;
};

/** Who stood at the gateway and was not named. */
const somebody = "网关旁";

/** `drive` switches one output on or off. */
export function startSiren(
  patterns: Patterns,
  watched: Watched,
  drive: (output: OutputSettings, isOn: boolean) => void,
  clock: Pick<Clock, "wall" | "trust" | "after">,
): Siren {
  let arranged = "";
  let place = { utcOffsetMinutes: 0 };
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
      place = { utcOffsetMinutes };
      sounding = startSounding(outputs, { from: minuteOf(from), to: minuteOf(to), utcOffsetMinutes }, clock);
      sounding.configure(devices);
      sounding.show(watched.board());
    },
    configure(next) {
      devices = next;
      sounding?.configure(next);
    },
    silence(minutes, by = somebody) {
      sounding?.silence(minutes);
      void watched.onPerson(silencedLines(watched.board(), { minutes, by }, clock, place));
    },
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
