/** The live events of the last minutes, so that who was cut off goes on where it stopped. */
import { ulid } from "ulid";

export type Line = { id: string; event: string; json: string };

export type Recent = {
  /** Returns its id. */
  add(event: string, json: string): string;
  /** What came after this id, oldest first; null when that is no longer known: then everything must be read again. */
  after(id: string): Line[] | null;
  /** The id that whoever begins now goes on from. */
  now(): string;
  /** Something was lost: no id of before counts any more. */
  forget(): void;
};

/** What is kept at most: so many events, so many characters, for so long. */
export type Bounds = { events: number; characters: number; ms: number };

export const recentBounds: Bounds = { events: 5000, characters: 8 * 1024 * 1024, ms: 5 * 60_000 };

/** `monotonic`: ms that only grow. */
export function keepRecent(monotonic: () => number, bounds: Bounds = recentBounds): Recent {
  let epoch = ulid();
  /** The number of the newest; the lines end with it. */
  let newest = 0;
  let lines: (Line & { at: number })[] = [];
  let characters = 0;
  const idOf = (n: number) => `${epoch}-${n}`;
  const trim = () => {
    let old = 0;
    for (const line of lines) {
      if (lines.length - old <= bounds.events && characters <= bounds.characters && monotonic() - line.at <= bounds.ms)
        break;
      characters -= line.json.length;
      old += 1;
    }
    if (old > 0) lines = lines.slice(old);
  };
  return {
    add(event, json) {
      newest += 1;
      characters += json.length;
      lines.push({ id: idOf(newest), event, json, at: monotonic() });
      trim();
      return idOf(newest);
    },
    after(id) {
      trim();
      const [of, text] = [id.slice(0, id.lastIndexOf("-")), id.slice(id.lastIndexOf("-") + 1)];
      const n = Number(text);
      const oldest = newest - lines.length;
      if (of !== epoch || !Number.isInteger(n) || n > newest || n < oldest) return null;
      return lines.slice(n - oldest).map(({ id: name, event, json }) => ({ id: name, event, json }));
    },
    now: () => idOf(newest),
    forget() {
      epoch = ulid();
      [newest, lines, characters] = [0, [], 0];
    },
  };
}
