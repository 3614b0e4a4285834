/** Records that no hub can take: whatever batch holds one arrives whole as a packet, but with a first byte that begins nothing. */
import type { Lane } from "../../core/lane.ts";
import type { Content } from "../../hub/ingest/body.ts";
import type { Chance } from "./seeded.ts";

/** A batch on its way: `body` may be changed. */
export type Passing = { lane: Lane; epoch: string; from: number; content: Content; body: Buffer };

export type Victim = {
  lane: Lane;
  epoch: string;
  offset: number;
  /** Batches that were spoiled for it. */
  spoiled: number;
  /** The gateway set it aside and says so. */
  isGivenUp: boolean;
};

export type Poison = {
  /** Spoils the batch when a victim is in it; a gap is never spoiled. */
  see(batch: Passing): void;
  /**
   * A record of the next batch of this lane is a victim from then on: a reading to the end, an alert until it was refused in every
   * form and once more when it was offered again.
   */
  befall(lane: Lane): void;
  victims(): readonly Victim[];
  /** How many readings were set aside, and how many alerts refused in every form. */
  done(): { readings: number; alerts: number };
};

/** Sent three times as it is and once reduced, an alert is refused for good. */
const everyForm = 4;
const offeredAgain = 2;
/** Neither SenML, CBOR array nor zstd. */
const nothing = 0x00;

export function makePoison(chance: Chance): Poison {
  const victims: Victim[] = [];
  const wanted: Record<Lane, number> = { data: 0, alert: 0 };

  function chooseFrom({ lane, epoch, from, content }: Passing): void {
    for (; wanted[lane] > 0; wanted[lane]--)
      victims.push({
        ...{ lane, epoch, spoiled: 0, isGivenUp: false },
        offset: chance.between(from, from + content.count - 1),
      });
  }

  return {
    see(batch) {
      const { lane, epoch, from, content, body } = batch;
      if (content.kind !== "gap") chooseFrom(batch);
      const isIn = (one: Victim) =>
        one.lane === lane && one.epoch === epoch && from <= one.offset && one.offset < from + content.count;
      const inside = victims.filter((one) => isIn(one) && !isCured(one));
      for (const victim of inside) {
        if (content.kind !== "gap") victim.spoiled++;
        else if (content.gap.why === "quarantined") victim.isGivenUp = true;
      }
      if (content.kind !== "gap" && inside.length > 0) body[0] = nothing;
    },
    befall: (lane) => void wanted[lane]++,
    victims: () => victims,
    done: () => ({
      readings: victims.filter(({ isGivenUp }) => isGivenUp).length,
      alerts: victims.filter(({ lane, spoiled }) => lane === "alert" && spoiled >= everyForm).length,
    }),
  };
}

function isCured({ lane, spoiled }: Victim): boolean {
  return lane === "alert" && spoiled >= everyForm + offeredAgain;
}
