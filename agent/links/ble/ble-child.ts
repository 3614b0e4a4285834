/** The BLE process: scans and hands over adverts until its gateway ends it or the adapter is gone. */
import type { FromScanner, ToScanner } from "./messages.ts";
import { type Scanner, startScanner } from "./scanner.ts";

const beatMs = 1000;
let scanner: Scanner | null = null;

function tell(message: FromScanner): void {
  if (process.connected) process.send?.(message);
}

function fail(reason: string): void {
  tell({ failed: reason });
  // The message leaves first.
  setTimeout(() => process.exit(1), 100);
}

/** What is missing, and what mends it. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const isMissing =
    code === "MODULE_NOT_FOUND" || /bindings file|NODE_MODULE_VERSION|ERR_DLOPEN/.test(`${code} ${message}`);
  return isMissing ? `BLE is not built on this machine: npm run build:ble (${message.split("\n")[0]})` : message;
}

process.on("message", (message: ToScanner) => {
  if ("rescan" in message) return scanner?.rescan();
  const { controller, filters } = message.start;
  startScanner(controller, filters, {
    onAdvert: (advert) => tell({ advert }),
    onScanning: () => tell({ scanning: true }),
    onFailed: fail,
  }).then(
    (started) => {
      scanner = started;
    },
    (error) => fail(reasonOf(error)),
  );
});
process.on("disconnect", () => process.exit(0));
setInterval(() => tell({ beat: { heard: scanner?.heard() ?? 0, damaged: scanner?.damaged() ?? 0 } }), beatMs);
