/** An Arduino Uno with StandardFirmata, made of software: over TCP, with pins that are set from outside. */
import { createServer, type Socket } from "node:net";
import { close, listen } from "./listen.ts";

/** [Firmata protocol 2.5] */
const code = {
  digital: 0x90,
  analog: 0xe0,
  reportAnalog: 0xc0,
  reportDigital: 0xd0,
  setPinMode: 0xf4,
  version: 0xf9,
  begin: 0xf0,
  end: 0xf7,
};
const sysex = {
  mappingQuery: 0x69,
  mapping: 0x6a,
  capabilityQuery: 0x6b,
  capability: 0x6c,
  firmware: 0x79,
  interval: 0x7a,
};
const pins = 20;
const firstAnalog = 14;
const modes = { input: 0, output: 1, analog: 2, pullUp: 11 };

export type FirmataBoard = {
  port: number;
  /** Level of a digital pin, `4` for D4. */
  setLevel(pin: number, level: boolean): void;
  /** Voltage of an analog input, `0` for A0; 5 V is the most. */
  setVolts(channel: number, volts: number): void;
  /** What the host set an output to; undefined while it did not. */
  output(pin: number): boolean | undefined;
  /** Called with each change of an output. */
  follow(changed: (pin: number, level: boolean) => void): void;
  close(): Promise<void>;
};

type Host = {
  socket: Socket;
  waiting: number[];
  ports: Set<number>;
  channels: Set<number>;
  intervalMs: number;
  timer: NodeJS.Timeout;
};

export async function startFirmataBoard(port = 0): Promise<FirmataBoard> {
  const levels = Array.from({ length: pins }, () => true);
  const volts = Array.from({ length: pins - firstAnalog }, () => 0);
  const outputs = new Map<number, boolean>();
  const followers: ((pin: number, level: boolean) => void)[] = [];
  const hosts = new Set<Host>();
  const server = createServer((socket) => {
    const host: Host = {
      socket,
      waiting: [],
      ports: new Set(),
      channels: new Set(),
      intervalMs: 19,
      timer: setTimeout(() => undefined),
    };
    hosts.add(host);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(host.timer);
      hosts.delete(host);
    });
    socket.on("data", (bytes) => take(host, bytes));
    // A board tells who it is when it comes up.
    socket.write(Uint8Array.of(code.version, 2, 5, ...firmware()));
    sample(host);
  });
  const own = await listen(server, port, "virtual board");

  function take(host: Host, bytes: Uint8Array): void {
    host.waiting.push(...bytes);
    for (let length = messageLength(host.waiting); length > 0; length = messageLength(host.waiting))
      obey(host, host.waiting.splice(0, length));
  }

  function obey(host: Host, [first = 0, a = 0, b = 0, ...rest]: number[]): void {
    const [command, low] = [first & 0xf0, first & 0x0f];
    if (first === code.begin) answer(host, a, [b, ...rest]);
    else if (first === code.version) host.socket.write(Uint8Array.of(code.version, 2, 5));
    else if (command === code.reportDigital) {
      if (a === 0) host.ports.delete(low);
      else host.ports.add(low);
      // As the firmware does: the present state at once.
      if (a !== 0) tellPort(host, low);
    } else if (command === code.reportAnalog) {
      if (a === 0) host.channels.delete(low);
      else host.channels.add(low);
    } else if (command === code.digital) {
      for (let bit = 0; bit < 8; bit += 1) drive(low * 8 + bit, (((a | (b << 7)) >> bit) & 1) === 1);
    }
  }

  function drive(pin: number, level: boolean): void {
    const before = outputs.get(pin);
    outputs.set(pin, level);
    if (before !== level) for (const tell of followers) tell(pin, level);
  }

  function answer(host: Host, what: number, data: number[]): void {
    const say = (...bytes: number[]) => host.socket.write(Uint8Array.of(code.begin, ...bytes, code.end));
    if (what === sysex.firmware) host.socket.write(Uint8Array.from(firmware()));
    else if (what === sysex.capabilityQuery)
      say(sysex.capability, ...Array.from({ length: pins }, (_, pin) => capability(pin)).flat());
    else if (what === sysex.mappingQuery)
      say(sysex.mapping, ...Array.from({ length: pins }, (_, pin) => (pin < firstAnalog ? 127 : pin - firstAnalog)));
    else if (what === sysex.interval) host.intervalMs = Math.max(1, (data[0] ?? 19) | ((data[1] ?? 0) << 7));
  }

  function tellPort(host: Host, number: number): void {
    const mask = levels
      .slice(number * 8, number * 8 + 8)
      .reduce((bits, level, bit) => bits | (Number(level) << bit), 0);
    host.socket.write(Uint8Array.of(code.digital | number, mask & 0x7f, mask >> 7));
  }

  function sample(host: Host): void {
    for (const channel of host.channels) {
      const raw = Math.round(((volts[channel] ?? 0) / 5) * 1023);
      host.socket.write(Uint8Array.of(code.analog | channel, raw & 0x7f, raw >> 7));
    }
    host.timer = setTimeout(() => sample(host), host.intervalMs);
  }

  return {
    port: own,
    setLevel(pin, level) {
      if (levels[pin] === level) return;
      levels[pin] = level;
      for (const host of hosts) if (host.ports.has(pin >> 3)) tellPort(host, pin >> 3);
    },
    setVolts(channel, to) {
      volts[channel] = Math.min(5, Math.max(0, to));
    },
    output: (pin) => outputs.get(pin),
    follow: (changed) => void followers.push(changed),
    close() {
      for (const { socket } of hosts) socket.destroy();
      return close(server);
    },
  };
}

/** 0 while the message is not whole; what is no command is dropped a byte at a time. */
function messageLength(bytes: number[]): number {
  while (bytes.length > 0 && (bytes[0] as number) < 0x80) bytes.shift();
  const [first] = bytes;
  if (first === undefined) return 0;
  if (first === code.begin) return bytes.indexOf(code.end) + 1;
  const size =
    first === code.version || first === 0xff
      ? 1
      : [code.reportAnalog, code.reportDigital].includes(first & 0xf0)
        ? 2
        : 3;
  return bytes.length >= size ? size : 0;
}

function firmware(): number[] {
  const name = [..."StandardFirmata.ino"].flatMap((letter) => [letter.charCodeAt(0) & 0x7f, letter.charCodeAt(0) >> 7]);
  return [code.begin, sysex.firmware, 2, 5, ...name, code.end];
}

function capability(pin: number): number[] {
  if (pin < 2) return [0x7f];
  return [modes.input, 1, modes.pullUp, 1, modes.output, 1, ...(pin < firstAnalog ? [] : [modes.analog, 10]), 0x7f];
}
