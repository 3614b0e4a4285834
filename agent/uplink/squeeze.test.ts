import { zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeBatch } from "../../core/batch.ts";
import { bodyKind } from "../../core/body.ts";
import { readingsFrom } from "../../test/kit/samples.ts";
import { squeeze } from "./squeeze.ts";

describe("a body is put into a zstd frame", () => {
  it("when that saves a tenth, and comes out as it was", () => {
    const body = encodeBatch(readingsFrom(1_790_000_000_000, 500));
    const frame = squeeze(body);
    expect(bodyKind(frame)).toBe("zstd");
    expect(frame.length).toBeLessThanOrEqual(body.length * 0.9);
    expect(zstdDecompressSync(frame).equals(body)).toBe(true);
  });

  it("never when it is small", () => {
    const body = new Uint8Array(256);
    expect(squeeze(body)).toBe(body);
  });

  it("never when that saves less", () => {
    let seed = 1;
    const noise = Uint8Array.from({ length: 5000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed >> 8;
    });
    expect(squeeze(noise)).toBe(noise);
  });
});
