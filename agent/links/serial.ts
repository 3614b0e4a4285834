/** Link over a serial port. The path is looked up anew at each attempt, so a replugged adapter is found by its by-id name. */
import type { SerialPort } from "serialport";
import type { OpenLine } from "./link.ts";

export type SerialSettings = {
  path: string;
  baudRate: number;
  dataBits: 7 | 8;
  parity: "none" | "even" | "odd";
  stopBits: 1 | 2;
};

export function serialLine(settings: SerialSettings): OpenLine {
  return async (on) => {
    // The library costs memory that a gateway without a serial link need not spend.
    const { SerialPort } = await import("serialport");
    return new Promise((resolve, reject) => {
      const port = new SerialPort({ ...settings, autoOpen: false, lock: true });
      let reason = "the port was closed";
      port.on("data", on.bytes);
      port.on("error", (error) => {
        reason = error.message;
      });
      port.on("close", (error: Error | null) => on.closed(error?.message ?? reason));
      port.open((error) => {
        if (error) return reject(error);
        resolve({
          write: (bytes) => write(port, bytes),
          close: () => new Promise((done) => (port.isOpen ? port.close(() => done()) : done())),
        });
      });
    });
  };
}

/** Resolves when the bytes have left the machine, so that the wait for a reply starts then. */
function write(port: SerialPort, bytes: Uint8Array): Promise<void> {
  return new Promise((done, failed) => {
    port.write(Buffer.from(bytes), (error) => {
      if (error) failed(error);
      else port.drain((failure) => (failure ? failed(failure) : done()));
    });
  });
}
