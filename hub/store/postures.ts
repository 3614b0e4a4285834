/** The posture the street is in, and every switch there was: who, when and why. */
import type { PostureLevel } from "../posture/postures.ts";

export type PostureRow = { level: PostureLevel; at: number; by: string; reason: string };

export type PostureTable = {
  /** Null until somebody switched. */
  newest(): Promise<PostureRow | null>;
  /** Newest first. */
  list(limit: number): Promise<PostureRow[]>;
  /** Returns its number. */
  add(row: PostureRow): Promise<number>;
};
