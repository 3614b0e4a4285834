/** What the street's posture says of digests. */
import { digestFrom } from "../posture/postures.ts";
import type { DigestFrom } from "../rulebook/ladder.ts";
import type { Tables } from "../store/store.ts";

/** Undefined on everyday: the ladder's book decides. */
export async function postureDigest({ postures }: Tables): Promise<DigestFrom | undefined> {
  const level = (await postures.newest())?.level ?? "everyday";
  return level === "everyday" ? undefined : digestFrom(level);
}
