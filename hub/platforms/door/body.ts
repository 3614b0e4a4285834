/** Bodies at the door: read up to a limit each, and all that is under way up to a limit together and for each address. */
import type { Readable } from "node:stream";
import { Fault } from "../../../core/fault.ts";

export type BodyLimits = { bytes: number; bytesEach: number };

type Wish = {
  address: string;
  /** What its headers say of its length; NaN: nothing. */
  declared: number;
  most: number;
  /** Called with what lets go of it: once it is answered nobody holds it any more. */
  until(release: () => void): void;
};

export type Bodies = { read(payload: Readable, wish: Wish): Promise<Buffer> };

export function startBodies({ bytes, bytesEach }: BodyLimits): Bodies {
  const each = new Map<string, number>();
  let all = 0;
  const hold = (address: string, more: number) => {
    const left = (each.get(address) ?? 0) + more;
    all += more;
    if (left > 0) each.set(address, left);
    else each.delete(address);
  };
  return {
    read(payload, { address, declared, most, until }) {
      let held = 0;
      until(() => {
        hold(address, -held);
        held = 0;
      });
      return collect(payload, declared, most, (more) => {
        if (all + more > bytes || (each.get(address) ?? 0) + more > bytesEach)
          throw new Fault("PUSH_BUSY", `${all} bytes of messages are under way`);
        held += more;
        hold(address, more);
      });
    },
  };
}

/** Throws `BATCH_TOO_LARGE`, what `take` throws, or `REQUEST_UNREADABLE` for one that ends before it is whole. */
function collect(payload: Readable, declared: number, most: number, take: (bytes: number) => void): Promise<Buffer> {
  const tooLarge = () => new Fault("BATCH_TOO_LARGE", `the message is longer than ${most} bytes`);
  if (declared > most) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (work: () => void) => {
      payload.removeAllListeners("data").off("end", done).off("error", broken).off("close", broken);
      // What still comes is passed over.
      payload.on("error", () => {}).resume();
      work();
    };
    const done = () => end(() => resolve(Buffer.concat(chunks, length)));
    const broken = () => end(() => reject(new Fault("REQUEST_UNREADABLE", "the message ended before it was whole")));
    payload.on("data", (chunk: Buffer) => {
      try {
        length += chunk.length;
        if (length > most) throw tooLarge();
        take(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        end(() => reject(error));
      }
    });
    payload.once("end", done).once("error", broken).once("close", broken);
  });
}
