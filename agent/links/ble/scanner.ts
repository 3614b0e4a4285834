/** Scans with noble's HCI layer; what no filter lets pass is dropped before anything remembers it. */
import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { type Advert, type AdvertFilter, passes } from "../../../drivers/kit/advert.ts";
import { readStructures } from "./ad-structures.ts";
import { connectController } from "./h4-socket.ts";

export type ScannerEvents = {
  onAdvert(advert: Advert): void;
  onScanning(): void;
  /** There is no going on: no adapter, no right to it, or it is gone. */
  onFailed(reason: string): void;
};

export type Scanner = { rescan(): void; heard(): number; damaged(): number };

/** The parts of noble's Linux bindings that are used. */
type Hci = EventEmitter & { onSocketData(data: Buffer): void };
type Bindings = EventEmitter & {
  _hci: Hci;
  init(): void;
  startScanning(services: string[], allowDuplicates: boolean): void;
  stopScanning(): void;
};

const socketPackage = "@abandonware/bluetooth-hci-socket";
const require = createRequire(import.meta.url);

/** `controller`: `hci0`, or `tcp:host:port` for one that speaks H4 over TCP. */
export async function startScanner(
  controller: string,
  filters: readonly AdvertFilter[],
  events: ScannerEvents,
): Promise<Scanner> {
  let heard = 0;
  let damaged = 0;
  const bindings = await openBindings(controller, events.onFailed);
  const hci = bindings._hci;
  // noble keeps every address for ever; here nothing does: its own listeners are taken away.
  hci.removeAllListeners("leAdvertisingReport");
  hci.removeAllListeners("leExtendedAdvertisingReport");
  hci.on("leAdvertisingReport", (_status, _type, address: string, _addressType, data: Buffer, rssi: number) =>
    hear(address, data, rssi),
  );
  hci.on(
    "leExtendedAdvertisingReport",
    (_status, _type, address: string, _addressType, _power, rssi: number, data: Buffer) => hear(address, data, rssi),
  );
  // A truncated packet throws inside; it must not end the scan.
  const receive = hci.onSocketData.bind(hci);
  hci.onSocketData = (data) => {
    try {
      receive(data);
    } catch {
      damaged += 1;
    }
  };
  const wanted = new Set(filters.flatMap((filter) => ("address" in filter ? [filter.address] : [])));
  const byData = filters.filter((filter) => !("address" in filter));

  function hear(address: string, data: Buffer, rssi: number): void {
    heard += 1;
    const upper = address.toUpperCase();
    if (byData.length === 0 && !wanted.has(upper)) return;
    const advert: Advert = { address: upper, rssi, ...readStructures(data) };
    if (wanted.has(upper) || byData.some((filter) => passes(filter, advert))) events.onAdvert(advert);
  }

  bindings.on("stateChange", (state: string) => {
    if (state === "poweredOn") bindings.startScanning([], true);
    else events.onFailed(`the adapter is ${state === "poweredOff" ? "off or gone" : state}`);
  });
  bindings.on("scanStart", () => events.onScanning());
  try {
    bindings.init();
  } catch (error) {
    events.onFailed((error as Error).message);
  }
  return {
    rescan() {
      bindings.stopScanning();
      bindings.startScanning([], true);
    },
    heard: () => heard,
    damaged: () => damaged,
  };
}

async function openBindings(controller: string, failed: (reason: string) => void): Promise<Bindings> {
  const [kind, host = "", port = ""] = controller.split(":");
  if (kind === "tcp") provideSocket(await connectController(host, Number(port), failed));
  else process.env.NOBLE_HCI_DEVICE_ID = controller.replace("hci", "");
  const NobleBindings = require("@abandonware/noble/lib/hci-socket/bindings");
  return new NobleBindings({});
}

/** noble asks for the socket by its package's name: whatever stands under that name is what it gets. */
function provideSocket(socketClass: unknown): void {
  const path = require.resolve(socketPackage, { paths: [require.resolve("@abandonware/noble")] });
  require.cache[path] = { id: path, filename: path, loaded: true, exports: socketClass } as NodeJS.Module;
}
