import { expect, it } from "vitest";
import { logTail } from "./log-tail.ts";

it("passes every line on, and remembers the newest of them, none of endless length", () => {
  const out: string[] = [];
  const tail = logTail({ write: (line) => out.push(line) });
  for (let n = 0; n < 400; n++) tail.write(`${n}\n`);
  tail.write(`${"x".repeat(2000)}\n`);
  expect(out).toHaveLength(401);
  expect(tail.last(3)).toEqual(["398", "399", "x".repeat(500)]);
  expect(tail.last(1000)).toHaveLength(300);
});
