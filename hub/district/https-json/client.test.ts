/** The line's own habits, over real TLS: a connection that was kept and is over by the time it is used again. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openClient } from "./client.ts";
import { makeDoor } from "./door.ts";
import { openIdentity } from "./identity.ts";

/** A centre that answers how many asked; `cut` ends every connection, answered or not. */
async function centre() {
  const [ours, theirs] = await Promise.all(
    ["hub", "centre"].map((name) => openIdentity(tempFolder(), name, Date.now())),
  );
  if (ours === undefined || theirs === undefined) throw new Error("no identity");
  let asked = 0;
  const will = { answer: true };
  const door = makeDoor({
    identity: theirs,
    trusted: async () => ours.cert,
    handle: (_request, response) => {
      asked++;
      if (will.answer) response.end(JSON.stringify(asked));
      else door.closeAllConnections();
    },
  });
  await once(door.listen(0, "127.0.0.1"), "listening");
  const url = `https://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const client = openClient(theirs.card({ zh: "区里", en: "Centre" }, url), ours, Date.now);
  onTestFinished(() => {
    client.close();
    door.close().closeAllConnections();
  });
  return { client, will, cut: () => door.closeAllConnections(), asked: () => asked };
}

test("what is asked over a connection that the other side let go meanwhile is asked once more", async () => {
  const { client, cut } = await centre();
  expect(await client.ask("GET", "/a")).toEqual({ status: 200, body: 1 });
  cut();
  expect(await client.ask("POST", "/a", { b: 1 })).toEqual({ status: 200, body: 2 });
});

test("a side that cuts every connection is out of reach after the second try", async () => {
  const { client, will, asked } = await centre();
  await client.ask("GET", "/a");
  will.answer = false;
  await expect(client.ask("GET", "/a")).rejects.toThrow(/^DISTRICT_UNREACHABLE: socket hang up/);
  expect(asked()).toBe(3);
});
