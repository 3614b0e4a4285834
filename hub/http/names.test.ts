/** Who did something is called by their name, for whoever read their account elsewhere. */
import { expect, test } from "vitest";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { signedIn } from "../../test/kit/signed-in.ts";

test("accounts that are asked for are answered by name, and nobody else's", async () => {
  const hub = await quietHub();
  const ask = await signedIn(hub);
  await hub.read(async ({ accounts }) => {
    await accounts.put({ name: "wang", display: "王秀英", role: "operator", passwordHash: "" });
    await accounts.put({ name: "li", display: "李芳", role: "operator", passwordHash: "" });
  });
  const { body } = await ask("GET", "/api/names?accounts=wang,hub,wang");
  expect(body).toEqual([{ account: "wang", display: "王秀英" }]);
});

test("nothing asked for is refused", async () => {
  const ask = await signedIn(await quietHub());
  expect((await ask("GET", "/api/names?accounts=")).status).toBe(400);
});
