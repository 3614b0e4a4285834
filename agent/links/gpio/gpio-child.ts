/** The GPIO process: one board through johnny-five, until its gateway ends it or the board is gone. */
import { type OpenBoard, openBoard } from "./board.ts";
import type { FromBoard, ToBoard } from "./messages.ts";

const beatMs = 1000;
/** What was written last leaves the port. */
const restMs = 100;
let board: Promise<OpenBoard> | null = null;

function tell(message: FromBoard): void {
  if (process.connected) process.send?.(message);
}

function fail(reason: string): void {
  tell({ failed: reason });
  // The message leaves first.
  setTimeout(() => process.exit(1), 100);
}

process.on("message", (message: ToBoard) => {
  if ("set" in message) return void board?.then((open) => open.set(message.set));
  board = openBoard(message.start.board, message.start.pins, {
    onSample: (sample) => tell({ sample }),
    onReady: (again) => tell(again === undefined ? { ready: true } : { ready: true, again }),
    onFailed: fail,
  });
  board.catch((error: Error) => fail(error.message));
});
// Closing the tools and the port is the kernel's work once this process is gone.
process.on("disconnect", () => {
  // A siren nobody drives any more must not go on; what drives a line ends with this process.
  board?.then((open) => open.rest()).catch(() => undefined);
  setTimeout(() => process.exit(0), restMs);
});
setInterval(() => tell({ beat: true }), beatMs);
