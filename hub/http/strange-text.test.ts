/** Text that no person writes is refused where it comes in, with a sentence; nothing of it is stored. */
import { expect, test } from "vitest";
import { browser, person } from "../../test/kit/people.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { faultOfText } from "./strange-text.ts";

test.each([
  ["陆家嘴𠮷 ok\n\t", null],
  [{ title: { zh: "漏水\ud800" } }, "/title/zh has half a character (a lone surrogate); take it out"],
  [["a", "b\0"], "/1 has a NUL character; take it out"],
  [{ display: "林\u202Eexe" }, "/display has a character that turns the reading direction around; take it out"],
  [
    { a: { "b\u2066": 1 } },
    "a field's name in /a has a character that turns the reading direction around; take it out",
  ],
  [Buffer.from("\0"), null],
])("%j", (value, fault) => {
  expect(faultOfText(value)).toBe(fault);
});

test("however deep it lies", () => {
  let deep: unknown = "\0";
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(faultOfText(deep)).toMatch(/has a NUL character/);
});

test("a title, a display name and a path are refused, and no ticket is there", async () => {
  const hub = await quietHub();
  await person(hub, "chen");
  const own = browser(hub);
  await own.signIn("chen");
  const report = { id: "t-1", event: "e-1", source: "patrol", place: "花园", severity: 2 };
  for (const zh of ["漏水\u202E", "漏\0水", "漏水\ud800"])
    expect(await own.ask("POST", "/api/tickets", { ...report, title: { zh } }), zh).toMatchObject({
      status: 400,
      body: { code: "INPUT_INVALID", detail: expect.stringMatching(/^\/title\/zh has /) },
    });
  const lin = { name: "lin", display: "林\u202E", role: "operator", unit: null, areas: [], phone: null };
  expect((await own.ask("POST", "/api/people", lin)).status).toBe(400);
  expect((await own.ask("GET", "/api/tickets/%00")).body).toMatchObject({ code: "INPUT_INVALID" });
  expect((await own.ask("GET", "/api/tickets")).body).toEqual([]);
});
