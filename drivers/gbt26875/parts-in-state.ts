/** Which parts of one device are in the state a point names, so that one part's all-clear is never taken for another's. */
import type { FlagPoint } from "./config.ts";

/** A part by its system and address. */
export type PartKey = { system: number; systemAddress: number; part: number };

/** Parts that may be in one state at once: 242 of a loop, some loops. */
const mostParts = 10_000;

type Parts = { keys: Set<string>; isFull: boolean };
type Remembered = Record<string, { keys: string[]; isFull: boolean }>;

export class PartsInState {
  /** By the point's id: no two of a device share one. */
  readonly #parts = new Map<string, Parts>();

  /** `memory`: of another one's `memory()`. */
  constructor(memory?: unknown) {
    for (const [id, { keys, isFull }] of Object.entries((memory ?? {}) as Remembered))
      this.#parts.set(id, { keys: new Set(keys), isFull });
  }

  memory(): Remembered {
    const all = [...this.#parts].map(([id, { keys, isFull }]) => [id, { keys: [...keys], isFull }]);
    return Object.fromEntries(all);
  }

  /** Whether any part is in the state of the point. */
  any(point: FlagPoint): boolean {
    const { keys, isFull } = this.#of(point);
    return isFull || keys.size > 0;
  }

  enter(point: FlagPoint, part: PartKey): void {
    const parts = this.#of(point);
    if (parts.keys.size < mostParts) parts.keys.add(nameOf(part));
    // From here on nobody knows which of them are left; only a reset tells.
    else if (!parts.keys.has(nameOf(part))) parts.isFull = true;
  }

  /** False for a part that was never heard to be in the state: it says nothing about the others. */
  leave(point: FlagPoint, part: PartKey): boolean {
    return this.#of(point).keys.delete(nameOf(part));
  }

  /** All parts of a system have left the state. */
  reset(point: FlagPoint, { system, systemAddress }: Omit<PartKey, "part">): void {
    const parts = this.#of(point);
    const prefix = `${system}/${systemAddress}/`;
    for (const key of parts.keys) if (key.startsWith(prefix)) parts.keys.delete(key);
    parts.isFull = false;
  }

  #of(point: FlagPoint): Parts {
    const parts = this.#parts.get(point.point) ?? { keys: new Set<string>(), isFull: false };
    this.#parts.set(point.point, parts);
    return parts;
  }
}

function nameOf({ system, systemAddress, part }: PartKey): string {
  return `${system}/${systemAddress}/${part}`;
}
