/** Link to pins: a Firmata board or this machine's own, in a process of its own. */
import type { OpenPins } from "../../bus/watching.ts";
import type { Clock } from "../../clock/clock.ts";
import { superviseChild } from "../child.ts";
import type { BoardSettings, FromBoard, PinLevel, ToBoard } from "./messages.ts";

const beatMs = 1000;

export function gpioPins(board: BoardSettings, clock: Clock): OpenPins {
  return (pins, events) => {
    const first: ToBoard = { start: { board, pins } };
    /** A new process is told anew what the outputs have to be. */
    const levels = new Map<string, PinLevel>();
    let isReady = false;
    const child = superviseChild(
      { script: "gpio/gpio-child", first, beatMs },
      {
        onMessage(message) {
          const said = message as FromBoard;
          if ("sample" in said) events.onSample(said.sample);
          else if ("ready" in said) {
            // What a board did before its reset no longer holds.
            if (said.again !== undefined) events.onState({ up: false, reason: said.again });
            isReady = true;
            for (const wanted of levels.values()) child.send({ set: wanted } satisfies ToBoard);
            events.onState({ up: true });
          }
        },
        onDown(reason) {
          isReady = false;
          events.onState({ up: false, reason });
        },
      },
      clock,
    );
    return {
      set(wanted) {
        levels.set(wanted.pin, wanted);
        if (isReady) child.send({ set: wanted } satisfies ToBoard);
      },
      close: () => child.close(),
    };
  };
}
