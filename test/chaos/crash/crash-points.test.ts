import { describe, expect, it } from "vitest";
import { tryCrashPoints } from "./crash-points.ts";

describe("a journal whose power is cut", () => {
  it("keeps every acknowledged record, and nothing nobody appended, at a thousand different moments", async () => {
    const score = await tryCrashPoints({ seed: 7, points: 1000 });
    expect(score).toMatchObject({ lost: 0, wrong: 0 });
    expect(score.distinct).toBeGreaterThanOrEqual(1000);
    for (const kind of ["prefix", "synced", "scattered", "torn sector", "torn byte"])
      expect(score.kinds[kind]).toBeGreaterThan(20);
    for (const count of Object.values(score.met)) expect(count).toBeGreaterThan(0);
  });

  it("is found out on a disk that says that it synced and did not", async () => {
    const score = await tryCrashPoints({ seed: 7, points: 60, honest: false });
    expect(score.lost).toBeGreaterThan(0);
  });
});
