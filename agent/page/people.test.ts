/** PINs: five tries, then a rest, whatever restarts in between; nobody is let in by luck or by a clock. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { lockMs, openPeople } from "./people.ts";

async function setUp(folder = tempFolder()) {
  const people = await openPeople(folder, () => undefined);
  if (people.names().length === 0) await people.put("王阿姨", "2468");
  const tryOnce = (pin: string, now = 0) =>
    people.signIn("王阿姨", pin, now).then(
      () => "in",
      (error: Error) => error.message,
    );
  return { folder, people, tryOnce };
}

describe("a PIN", () => {
  it("lets in, and a wrong one says how many tries are left", async () => {
    const { tryOnce } = await setUp();
    expect(await tryOnce("2468")).toBe("in");
    expect(await tryOnce("1111")).toMatch(/^SIGN_IN_REFUSED.*4 tries left/);
    expect(await tryOnce("2468")).toBe("in");
    expect(await tryOnce("1111")).toMatch(/4 tries left/);
  });

  it("tried wrong ten times lets nobody in, with the right one neither, until the rest is over", async () => {
    const { tryOnce } = await setUp();
    const said = await Promise.all(Array.from({ length: 10 }, () => tryOnce("1111")));
    expect(said.filter((line) => line.startsWith("SIGN_IN_REFUSED"))).toHaveLength(4);
    expect(said.filter((line) => line.startsWith("SIGN_IN_LOCKED"))).toHaveLength(6);
    expect(await tryOnce("2468", lockMs - 1)).toMatch(/^SIGN_IN_LOCKED.*1 minutes left/);
    expect(await tryOnce("2468", lockMs)).toBe("in");
  });

  it("stays locked over a restart, and for no longer than a lock lasts when the clock was set back", async () => {
    const first = await setUp();
    for (let i = 0; i < 5; i++) await first.tryOnce("1111", 1e12);
    const second = await setUp(first.folder);
    expect(await second.tryOnce("2468", 1e12 + 1)).toMatch(/^SIGN_IN_LOCKED/);
    expect(await second.tryOnce("2468", 0)).toMatch(/15 minutes left/);
  });

  it("of nobody is refused", async () => {
    const { people } = await setUp();
    await expect(people.signIn("谁", "2468", 0)).rejects.toThrow("SIGN_IN_REFUSED");
  });

  it.each(["", "123", "123456789", "12a4", "１２３４"])("%j is no PIN", async (pin) => {
    const { people } = await setUp();
    await expect(people.put("李师傅", pin)).rejects.toThrow("/pin must be 4 to 8 digits");
  });

  it("is not in the file", async () => {
    const { folder } = await setUp();
    expect(readFileSync(join(folder, "people.json"), "utf8")).not.toContain("2468");
  });
});
