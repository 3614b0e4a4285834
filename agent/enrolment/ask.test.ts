/** Whoever answers in the hub's place is told apart from it, takes no memory, and writes nothing of his own to the terminal. */
import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { enrol } from "./enrolled.ts";

const code = "0123-4567-89AB-CDEF";

async function enrolAt(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const refused = await enrol(tempFolder(), { hub, code }, () => undefined).catch((error: Error) => error);
  return (refused as Error).message.replaceAll(hub, "HUB");
}

const says = (status: number, text: string, headers = {}) =>
  enrolAt((_, response) => void response.writeHead(status, headers).end(text));

describe("an answer that is none of a hub's is told as that", () => {
  it.each([
    ["a captive portal's page", 200, "<html>请登录 Wi-Fi</html>"],
    ["a proxy's error page", 502, "<html>Bad Gateway</html>"],
    ["null with a failure", 500, "null"],
    ["null with success", 200, "null"],
    ["a list", 200, "[]"],
    ["an empty one", 200, ""],
    ["a document of another shape", 200, '{"gateway":{"id":1}}'],
    ["a code that is none", 403, '{"code":"constructor","detail":"x"}'],
  ])("%s", async (_, status, text) => {
    expect(await says(status, text)).toBe(
      `HUB_FOREIGN: HUB answers ${status}, but not as a hub does. Something between here and the hub answered in its place: ` +
        "open any page in a browser on this network and sign in there, or correct the hub's address or the proxy.",
    );
  });

  it("a compressed one, of which nothing is unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
    const answer = await enrolAt((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    expect(answer).toMatch(/^HUB_FOREIGN: HUB answers compressed/);
  });

  it("one that never ends, which is hung up on", async () => {
    let hungUp: Promise<unknown> | null = null;
    const answer = await enrolAt((_, response: ServerResponse) => {
      hungUp = once(response, "close");
      const more = () => {
        while (!response.destroyed && response.write(" ".repeat(16_384)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    expect(answer).toMatch(/^HUB_FOREIGN: HUB answers with more than 64 KiB/);
    await hungUp;
  });
});

it("one that breaks off in the middle is a hub that is not reached", async () => {
  const answer = await enrolAt((_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("{", () => response.destroy());
  });
  expect(answer).toMatch(/^HUB_UNREACHABLE: HUB \(/);
});

describe("what the hub says", () => {
  it("is shown without what would steer a terminal, and not for ever", async () => {
    const detail = `\u001b[2J\u009b31m\u202eno\n${"A".repeat(5000)}`;
    const answer = await says(403, JSON.stringify({ code: "ENROLMENT_REFUSED", detail }));
    expect(answer).toMatch(/^ENROLMENT_REFUSED: {2}\[2J 31m no A{200,300}\. Compare/);
  });

  it.each([[{ a: 1 }], [null], [7], [undefined]])("is left out where it is no sentence (%j)", async (detail) => {
    const answer = await says(403, JSON.stringify({ code: "ENROLMENT_REFUSED", detail }));
    expect(answer).toMatch(/^ENROLMENT_REFUSED: HUB answers 403\. /);
  });
});
