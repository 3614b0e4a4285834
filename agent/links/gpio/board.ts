/** Sets up the pins of a board through johnny-five and tells what they do; watches whether the board lives. */
import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";
import type { PinSample, PinUse } from "../../../drivers/kit/pin.ts";
import { GpiodIo } from "./gpiod-io.ts";
import type { BoardSettings, PinLevel } from "./messages.ts";

export type BoardEvents = {
  onSample(sample: PinSample): void;
  onReady(again?: string): void;
  onFailed(reason: string): void;
};

export type OpenBoard = {
  set(wanted: PinLevel): void;
  /** Every output to its rest. */
  rest(): void;
};

/** What is used of johnny-five and of the IO below it. */
type Io = EventEmitter & {
  pins: { supportedModes: number[] }[];
  analogPins: number[];
  MODES: Record<string, number>;
  RESOLUTION?: { ADC?: number };
  pinMode(pin: number, mode: number): void;
  digitalRead(pin: number, callback: (value: number) => void): void;
  digitalWrite(pin: number, value: number): void;
  analogRead(pin: number, callback: (value: number) => void): void;
  reportVersion?(callback: () => void): void;
  reportDigitalPin?(pin: number, value: number): void;
  setSamplingInterval?(ms: number): void;
};
type Board = EventEmitter & { io: Io };

const require = createRequire(import.meta.url);
/** StandardFirmata's own speed. */
const baudRate = 57_600;
const readyMs = 15_000;
const beatMs = 1000;
const missedBeats = 2;
const steps = 1023;

export async function openBoard(
  settings: BoardSettings,
  pins: readonly PinUse[],
  events: BoardEvents,
): Promise<OpenBoard> {
  const { Board: FiveBoard } = require("johnny-five");
  const options = { repl: false, debug: false, sigint: false, timeout: readyMs };
  const source =
    settings.kind === "gpiod"
      ? { io: new GpiodIo(settings.chip, settings.againMs, events.onFailed) }
      : { port: await openPort(settings, events.onFailed) };
  const board: Board = new FiveBoard({ ...options, ...source });
  const levels = new Map<number, number>();
  const tooLate = setTimeout(() => events.onFailed(`the board did not answer within ${readyMs} ms`), readyMs + 500);
  board.on("error", (error: Error) => events.onFailed(error.message));
  board.on("fail", (event: { message?: string }) => events.onFailed(event.message ?? "the board failed"));
  board.on("ready", () => {
    clearTimeout(tooLate);
    const missing = setUp(board.io, pins);
    if (missing !== null) return events.onFailed(missing);
    for (const pin of pins) listen(board.io, pin, settings, events.onSample);
    if (settings.kind === "firmata") watchFirmata(board.io, pins, levels, events);
    events.onReady();
  });
  const rests = new Map<number, number>();
  function drive(pin: number, level: number): void {
    if (!levels.has(pin)) board.io.pinMode(pin, board.io.MODES.OUTPUT as number);
    levels.set(pin, level);
    board.io.digitalWrite(pin, level);
  }
  return {
    set({ pin: name, level, rest }) {
      const pin = numberOf(board.io, name);
      if (board.io.pins[pin] === undefined) return events.onFailed(`the board has no pin ${name}`);
      rests.set(pin, Number(rest));
      drive(pin, Number(level));
    },
    rest() {
      for (const [pin, level] of rests) drive(pin, level);
    },
  };
}

/** A port of our own: johnny-five never looks for one. */
async function openPort(
  { path, host, port }: Extract<BoardSettings, { kind: "firmata" }>,
  failed: (reason: string) => void,
) {
  if (path !== undefined) {
    const { SerialPort } = await import("serialport");
    const serial = new SerialPort({ path, baudRate, lock: true, autoOpen: true }, (error) => {
      if (error) failed(error.message);
    });
    serial.on("close", () => failed("the port was closed"));
    return serial;
  }
  const socket = connect({ host: host ?? "127.0.0.1", port: port ?? 0, noDelay: true });
  socket.on("error", (error) => failed(error.message));
  socket.on("close", () => failed("the board closed the connection"));
  socket.on("connect", () => socket.emit("open"));
  return socket;
}

/** Null, or which pin cannot do what is asked of it. */
function setUp(io: Io, pins: readonly PinUse[]): string | null {
  const { ANALOG = 2, INPUT = 0, PULLUP = 11, PULLDOWN = 12 } = io.MODES;
  for (const use of pins) {
    const pin = numberOf(io, use.name);
    const mode = use.mode === "analog" ? ANALOG : use.pull === "up" ? PULLUP : use.pull === "down" ? PULLDOWN : INPUT;
    const able = io.pins[pin]?.supportedModes;
    if (able === undefined) return `the board has no pin ${use.name}`;
    if (use.mode === "analog" && !able.includes(ANALOG)) return `pin ${use.name} has no analog input`;
    if (mode === PULLDOWN && !able.includes(PULLDOWN))
      return `pin ${use.name} has no pull-down; wire a resistor and set pull to none`;
    // Older firmware has the pull-up by writing 1 to an input.
    const viaWrite = mode === PULLUP && !able.includes(PULLUP);
    // Firmata's library wants an analog input by its channel.
    io.pinMode(use.mode === "analog" ? io.analogPins.indexOf(pin) : pin, viaWrite ? INPUT : mode);
    if (viaWrite) io.digitalWrite(pin, 1);
  }
  const fastest = Math.min(1000, ...pins.flatMap((use) => (use.mode === "analog" ? [use.everyMs] : [])));
  io.setSamplingInterval?.(Math.max(10, fastest));
  return null;
}

function listen(io: Io, use: PinUse, settings: BoardSettings, onSample: (sample: PinSample) => void): void {
  const { name } = use;
  const pin = numberOf(io, name);
  if (use.mode === "digital") {
    io.digitalRead(pin, (value) => onSample({ name, level: value !== 0 }));
    return;
  }
  const referenceV = settings.kind === "firmata" ? settings.referenceV : 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  io.analogRead(io.analogPins.indexOf(pin), (value) => {
    const now = performance.now();
    // All pins are sampled as fast as the fastest wants it.
    if (now - toldAt < use.everyMs * 0.9) return;
    toldAt = now;
    onSample({ name, volts: (value / steps) * referenceV });
  });
}

/** The board is asked for its version and its inputs each second; a firmware report nobody asked for is a reset. */
function watchFirmata(
  io: Io,
  pins: readonly PinUse[],
  outputs: ReadonlyMap<number, number>,
  events: BoardEvents,
): void {
  let missed = 0;
  setInterval(() => {
    if (missed >= missedBeats) events.onFailed(`the board did not answer for ${missedBeats * beatMs} ms`);
    missed += 1;
    io.reportVersion?.(() => {
      missed = 0;
    });
    for (const use of pins) if (use.mode === "digital") io.reportDigitalPin?.(numberOf(io, use.name), 1);
  }, beatMs);
  io.on("queryfirmware", () => {
    setUp(io, pins);
    for (const use of pins) {
      const pin = numberOf(io, use.name);
      if (use.mode === "digital") io.reportDigitalPin?.(pin, 1);
      else reportAnalog(io, io.analogPins.indexOf(pin));
    }
    for (const [pin, level] of outputs) {
      io.pinMode(pin, io.MODES.OUTPUT as number);
      io.digitalWrite(pin, level);
    }
    events.onReady("the board was reset");
  });
}

function reportAnalog(io: Io, channel: number): void {
  (io as Io & { reportAnalogPin(channel: number, value: number): void }).reportAnalogPin(channel, 1);
}

/** `D4` is 4, `A0` the first analog pin, `17` line 17. */
function numberOf(io: Io, name: string): number {
  const [, letter = "", digits = ""] = /^([A-Za-z]?)(\d+)$/.exec(name) ?? [];
  const number = Number(digits);
  return letter.toUpperCase() === "A" ? (io.analogPins[number] ?? -1) : digits === "" ? -1 : number;
}
