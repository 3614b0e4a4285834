/** A BLE controller made of software: speaks H4 over TCP, answers what a host asks at its start, and sends the adverts it is given. */
import { createServer, type Server, type Socket } from "node:net";

/** Replies to commands by opcode [Core v5.3 Vol 4 Part E §7]: the return parameters after the status. Others get the status alone. */
const replies: Readonly<Record<number, readonly number[]>> = {
  // Read Local Version: Bluetooth 5.0.
  4097: [0x09, 0, 0, 0x09, 0x5d, 0, 0, 0],
  // Read Local Supported Features: LE supported, BR/EDR not.
  4099: [0, 0, 0, 0, 0x60, 0, 0, 0],
  4101: [0, 0, 0, 0, 0, 0, 0],
  4105: [0x66, 0x55, 0x44, 0x33, 0x22, 0xc0],
  8194: [251, 0, 8],
  8195: [0, 0, 0, 0, 0, 0, 0, 0],
  3180: [1, 0],
};
const setScanEnable = 0x200c;
const setExtendedScanEnable = 0x2042;
/** Read Local Supported Commands: 64 bytes; without the bits for extended scanning the host scans as in Bluetooth 4. */
const readCommands = 0x1002;

export type AdvertOptions = { rssi?: number; connectable?: boolean };

export type HciController = {
  port: number;
  /** Whether a host has turned the scan on. */
  isScanning(): boolean;
  /** `address` with colons, `data` the advertising structures. Nobody hears it while no scan is on. */
  advertise(address: string, data: Uint8Array, options?: AdvertOptions): void;
  /** Any bytes of an event, for what a real controller should not send. */
  raw(packet: Uint8Array): void;
  /** The adapter is pulled: the host's connection breaks. */
  unplug(): void;
  close(): Promise<void>;
};

export async function startHciController(port = 0): Promise<HciController> {
  const hosts = new Map<Socket, { isScanning: boolean; waiting: Buffer }>();
  const server: Server = createServer((socket) => {
    const host = { isScanning: false, waiting: Buffer.alloc(0) };
    hosts.set(socket, host);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => hosts.delete(socket));
    socket.on("data", (bytes) => {
      host.waiting = Buffer.concat([host.waiting, bytes]);
      for (
        let length = commandLength(host.waiting);
        length > 0 && host.waiting.length >= length;
        length = commandLength(host.waiting)
      ) {
        answer(socket, host, host.waiting.subarray(0, length));
        host.waiting = host.waiting.subarray(length);
      }
    });
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));

  function answer(socket: Socket, host: { isScanning: boolean }, command: Buffer): void {
    const opcode = command.readUInt16LE(1);
    if (opcode === setScanEnable || opcode === setExtendedScanEnable) host.isScanning = command[4] === 1;
    const parameters = opcode === readCommands ? Array.from({ length: 64 }, () => 0) : (replies[opcode] ?? []);
    socket.write(Uint8Array.of(0x04, 0x0e, 4 + parameters.length, 1, opcode & 0xff, opcode >> 8, 0, ...parameters));
  }

  function send(packet: Uint8Array): void {
    for (const [socket, { isScanning }] of hosts) if (isScanning) socket.write(packet);
  }

  return {
    port: (server.address() as { port: number }).port,
    isScanning: () => [...hosts.values()].some(({ isScanning }) => isScanning),
    // [Core v5.3 Vol 4 Part E §7.7.65.2] LE Advertising Report, one report.
    advertise(address, data, { rssi = -60, connectable = false } = {}) {
      const mac = address
        .split(":")
        .map((part) => Number.parseInt(part, 16))
        .reverse();
      const report = [0x02, 1, connectable ? 0 : 3, 1, ...mac, data.length, ...data, rssi & 0xff];
      send(Uint8Array.of(0x04, 0x3e, report.length, ...report));
    },
    raw: send,
    unplug() {
      for (const socket of hosts.keys()) socket.destroy();
    },
    close() {
      for (const socket of hosts.keys()) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** 0 while it cannot be told. Only commands come from a host that connects to nobody. */
function commandLength(bytes: Buffer): number {
  return bytes.length < 4 ? 0 : 4 + (bytes[3] as number);
}

/** Advertising structure of service data with a 16-bit UUID given as `fcd2`. */
export function serviceData(uuid: string, data: Uint8Array): Uint8Array {
  const id = Number.parseInt(uuid, 16);
  return Uint8Array.of(data.length + 3, 0x16, id & 0xff, id >> 8, ...data);
}

/** Advertising structure of manufacturer data. */
export function manufacturerData(company: number, data: Uint8Array): Uint8Array {
  return Uint8Array.of(data.length + 3, 0xff, company & 0xff, company >> 8, ...data);
}
