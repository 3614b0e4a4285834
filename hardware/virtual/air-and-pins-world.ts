/** Ties the Arduino to the neighbourhood's world: its rain tips the bucket, output D10 is the contact of the standby pump. */
import type { FirmataBoard } from "./firmata-board.ts";
import { waterTimeScale } from "./physics/water.ts";
import type { World } from "./physics/world.ts";

const pins = { bucket: 2, pump: 10 } as const;
/** The contact of a tip is closed for so long. */
const tipMs = 150;
const tipMm = 0.2;
/** A bucket tips no faster than about once a second, and no hour holds more than 390 mm, which the gauge can still tell. */
const mostTipsPerH = 195 / tipMm;

type Bucket = { mm: number; tipsLeft: number };

/** Water in the bucket after `ms` as watched, and whether it tips. Pure. */
export function fill({ mm, tipsLeft }: Bucket, rainMmPerH: number, ms: number): Bucket & { tips: boolean } {
  const filled = Math.min(mm + (rainMmPerH * waterTimeScale * ms) / 3_600_000, 2 * tipMm);
  const left = Math.min(mostTipsPerH, tipsLeft + (mostTipsPerH * ms) / 3_600_000);
  const tips = filled >= tipMm && left >= 1;
  return { mm: tips ? filled - tipMm : filled, tipsLeft: tips ? left - 1 : left, tips };
}

/** Looks once; the neighbourhood that does not answer is looked at again. Resolves when it is done. */
export function tieToWorld(
  control: string,
  board: FirmataBoard,
  told: (why: string) => void,
): (ms: number) => Promise<void> {
  let bucket: Bucket = { mm: 0, tipsLeft: mostTipsPerH };
  let isBusy = false;
  return async (ms) => {
    if (isBusy) return;
    isBusy = true;
    try {
      const { world } = (await ask(`${control}/`)) as { world: World };
      const { tips, ...next } = fill(bucket, world.sky.rainMmPerH, ms);
      bucket = next;
      if (tips) tip(board);
      const isClosed = board.output(pins.pump) === true;
      if (isClosed !== (world.pit.standby !== "off")) await switchPump(control, isClosed);
    } catch (error) {
      told((error as Error).message);
    } finally {
      isBusy = false;
    }
  };
}

function tip(board: FirmataBoard): void {
  board.setLevel(pins.bucket, false);
  setTimeout(() => board.setLevel(pins.bucket, true), tipMs);
}

function switchPump(control: string, isClosed: boolean): Promise<unknown> {
  const body = JSON.stringify({ what: "standby", verb: isClosed ? "on" : "off" });
  return ask(`${control}/trouble`, { method: "POST", body });
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}
