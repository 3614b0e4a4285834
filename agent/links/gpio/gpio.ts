/** Link to pins: a Firmata board or this machine's own, in a process of its own. */
import type { OpenPins } from "../../bus/watching.ts";
import type { Clock } from "../../clock/clock.ts";
import { superviseChild } from "../child.ts";
import type { BoardSettings, FromBoard, ToBoard } from "./messages.ts";

const beatMs = 1000;

export function gpioPins(board: BoardSettings, clock: Clock): OpenPins {
  return (pins, events) => {
    const first: ToBoard = { start: { board, pins } };
    const child = superviseChild(
      { script: "gpio/gpio-child", first, beatMs },
      {
        onMessage(message) {
          const said = message as FromBoard;
          if ("sample" in said) events.onSample(said.sample);
          else if ("ready" in said) {
            // What a board did before its reset no longer holds.
            if (said.again !== undefined) events.onState({ up: false, reason: said.again });
            events.onState({ up: true });
          }
        },
        onDown: (reason) => events.onState({ up: false, reason }),
      },
      clock,
    );
    return { close: () => child.close() };
  };
}
