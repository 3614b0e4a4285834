/** What is pasted into a shell is the message that was meant, with the moment at which it is run. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { decodeSenml } from "../../../core/senml.ts";
import { timed } from "../../console/pages/connect/commands.ts";

const said = (message: string) => execFileSync("sh", ["-c", `printf %s ${timed(message)}`]).toString();

test("a pack is sent with the moment at which the shell ran it, and reads as one with a time of its own", () => {
  const before = Math.floor(Date.now() / 1000);
  const pack = said(`[{"n":"it's level","u":"m","v":0.05}]`);
  const [{ bt, ...rest }] = JSON.parse(pack);
  expect(rest).toEqual({ n: "it's level", u: "m", v: 0.05 });
  expect(bt).toBeGreaterThanOrEqual(before);
  const [reading] = decodeSenml(said('[{"n":"level","u":"m","v":0.05}]'), 1_600_000_000_000, "gauge" as never);
  expect(reading?.at).toBeGreaterThanOrEqual(before * 1000);
});

test("what is no pack of records is sent as it is", () => {
  expect(said("[]")).toBe("[]");
});
