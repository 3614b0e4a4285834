/** An IO plugin for johnny-five over the gpiod tools: pins of this machine, as if they were a board's. */
import { EventEmitter } from "node:events";
import {
  type Bias,
  chipByLabel,
  holdLine,
  type Major,
  majorVersion,
  monitorLine,
  type Running,
  readLevel,
} from "./gpiod-tools.ts";

const INPUT = 0;
const OUTPUT = 1;
const PULLUP = 11;
const PULLDOWN = 12;

type Pin = { supportedModes: number[]; mode: number; value: number; report: number; analogChannel: number };
type Watch = { monitor: Running; level: boolean };

/** [johnny-five IO plugin specification] `failed` when a tool ends by itself; lines are numbered as the chip numbers them. */
export class GpiodIo extends EventEmitter {
  readonly name = "gpiod";
  readonly MODES = { INPUT, OUTPUT, PULLUP, PULLDOWN };
  readonly HIGH = 1;
  readonly LOW = 0;
  readonly analogPins: number[] = [];
  readonly defaultLed = undefined;
  pins: Pin[] = [];
  isReady = false;
  readonly #label: string;
  readonly #againMs: number;
  readonly #failed: (reason: string) => void;
  readonly #watches = new Map<number, Watch>();
  readonly #held = new Map<number, Running>();
  #major: Major = 1;
  #chip = "";

  /** `label` of the chip: numbers change from kernel to kernel. Each watched line is read anew every `againMs`. */
  constructor(label: string, againMs: number, failed: (reason: string) => void) {
    super();
    this.#label = label;
    this.#againMs = againMs;
    this.#failed = failed;
    void this.#open();
  }

  async #open(): Promise<void> {
    try {
      this.#major = await majorVersion();
      const { name, lines } = await chipByLabel(this.#label);
      this.#chip = name;
      this.pins = Array.from({ length: lines }, () => ({
        supportedModes: [INPUT, OUTPUT, PULLUP, PULLDOWN],
        mode: INPUT,
        value: 0,
        report: 1,
        analogChannel: 127,
      }));
    } catch (error) {
      return this.#failed((error as Error).message);
    }
    this.isReady = true;
    this.emit("connect");
    this.emit("ready");
  }

  normalize(pin: number | string): number {
    return Number(pin);
  }

  pinMode(pin: number, mode: number): void {
    const entry = this.pins[pin];
    if (entry !== undefined) entry.mode = mode;
  }

  digitalRead(pin: number, callback: (value: number) => void): void {
    this.on(`digital-read-${pin}`, callback);
    this.#watch(pin).catch((error: Error) => this.#failed(error.message));
  }

  digitalWrite(pin: number, value: number): void {
    const before = this.#held.get(pin);
    const hold = () => this.#held.set(pin, holdLine(this.#major, this.#chip, pin, value !== 0, this.#failed));
    // A line has one owner: the one before lets go first.
    if (before === undefined) hold();
    else void before.stop().then(hold);
  }

  analogRead(): void {
    throw new Error("this machine's pins have no analog inputs");
  }

  /** The level, then each edge; and the level anew from time to time, in case an edge was missed. */
  async #watch(pin: number): Promise<void> {
    const level = await readLevel(this.#major, this.#chip, pin, this.#biasOf(pin));
    const edge = (next: boolean) => this.#tell(pin, next);
    this.#watches.set(pin, {
      monitor: monitorLine(this.#major, this.#chip, pin, this.#biasOf(pin), edge, this.#failed),
      level,
    });
    this.#tell(pin, level);
    setTimeout(() => this.#again(pin), this.#againMs);
  }

  #again(pin: number): void {
    this.#watches
      .get(pin)
      ?.monitor.stop()
      .then(() => this.#watch(pin))
      .catch((error: Error) => this.#failed(error.message));
  }

  #tell(pin: number, level: boolean): void {
    const watch = this.#watches.get(pin);
    if (watch !== undefined) watch.level = level;
    this.emit(`digital-read-${pin}`, Number(level));
  }

  #biasOf(pin: number): Bias {
    const mode = this.pins[pin]?.mode;
    return mode === PULLUP ? "pull-up" : mode === PULLDOWN ? "pull-down" : "disable";
  }
}
