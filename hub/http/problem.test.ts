/** Answers that are no success, where no route had a word in them. */
import { once } from "node:events";
import { createConnection } from "node:net";
import { expect, test } from "vitest";
import { quietHub } from "../../test/kit/quiet-hub.ts";

test("what is no HTTP is answered in the problem's form too", async () => {
  const { app } = await quietHub();
  const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  const socket = createConnection(Number(port), "127.0.0.1").setEncoding("utf8");
  let told = "";
  socket.on("data", (text) => {
    told += text;
  });
  socket.write("NONSENSE\r\n\r\n");
  await once(socket, "close");
  const [head = "", body = ""] = told.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
  expect(JSON.parse(body)).toMatchObject({
    ...{ status: 400, code: "INPUT_INVALID", cure: "Correct the named field." },
    request: expect.stringMatching(/^[0-9A-Z]{26}$/),
  });
});
