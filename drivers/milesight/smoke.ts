/** The payload of the GS524N smoke detector: six bytes whose sum is zero. */
import type { Told } from "../kit/advert-points.ts";

/** [Milesight GS524N user guide, "Message type"] */
export const messages: Readonly<Record<number, string>> = {
  1: "alarm",
  2: "silent",
  4: "low battery",
  5: "failover",
  7: "normal",
  10: "removed",
  11: "installed",
  14: "test",
  15: "test with low battery",
};

const bytes = 6;

/** A sentence where the bytes are none. Units: %, %/ft as the detector tells it, °C. `binary:smoke` is absent where the message says nothing of smoke. */
export function readSmoke(data: Uint8Array): Told | string {
  if (data.length !== bytes) return `${data.length} of ${bytes} bytes`;
  if (data.reduce((sum, byte) => (sum + byte) & 0xff, 0) !== 0) return "wrong checksum";
  const view = new DataView(data.buffer, data.byteOffset, bytes);
  const message = messages[view.getUint8(1) & 0x0f];
  if (message === undefined) return `message type ${view.getUint8(1) & 0x0f} is not known`;
  const smoke = message === "alarm" ? { "binary:smoke": true } : message === "normal" ? { "binary:smoke": false } : {};
  return {
    version: view.getUint8(0) >> 4,
    protocol: view.getUint8(0) & 0x0f,
    event: message,
    battery: view.getUint8(2),
    concentration: view.getUint8(3),
    temperature: view.getInt8(4),
    ...smoke,
  };
}
