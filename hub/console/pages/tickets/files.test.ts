/** Files that somebody picks for a ticket: what is taken, and what is said of the others. */
import { expect, test } from "vitest";
import { mostBytes, mostFiles, sorted } from "./files.ts";

const file = (name: string, type: string, size = 1) => new File([new Uint8Array(size)], name, { type });

test("a file of a wrong kind, one that is too big and one too many are named with why", () => {
  const there = [file("门口.jpg", "image/jpeg")];
  const many = Array.from({ length: mostFiles - 1 }, (_, i) => file(`${i}.png`, "image/png"));
  const wrong = [file("录像.mp4", "video/mp4"), file("图纸.pdf", "application/pdf", mostBytes + 1)];
  const { taken, refused } = sorted(there, [...wrong, ...many, file("多了.jpg", "image/jpeg")]);
  expect(taken).toEqual([...there, ...many]);
  expect(refused).toEqual([
    { name: "录像.mp4", problem: "wrongKind" },
    { name: "图纸.pdf", problem: "tooBig" },
    { name: "多了.jpg", problem: "tooMany" },
  ]);
});

test("a photo is taken whatever its size: it is made smaller before it is sent", () => {
  const photo = file("大图.jpg", "image/jpeg", mostBytes + 1);
  expect(sorted([], [photo])).toEqual({ taken: [photo], refused: [] });
});
