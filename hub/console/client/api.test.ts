import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { client } from "./client.ts";
import { isConfirmAsked, listenForConfirm, settleConfirm } from "./confirm.ts";

let server: Server;
let answer: RequestListener;
type Seen = { method: string; url: string; type: string | undefined; body: string };
const seen: (Seen & { key?: unknown; ifMatch?: string | undefined })[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { "content-type": type, "idempotency-key": key, "if-match": ifMatch } = request.headers;
    seen.push({ method: request.method ?? "", url: request.url ?? "", type, body, key, ifMatch });
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const real = fetch;
  // The browser resolves /api against its own address.
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await new Promise((closed) => server.close(closed));
});

const failure = (work: Promise<unknown>): Promise<ApiError> =>
  work.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );

describe("the API client", () => {
  it("sends what a move needs, and ids as path parts that cannot break out", async () => {
    answer = (_request, response) => response.end("{}");
    await api.move("T/1?x", { move: "dispatch", assignee: "王师傅" });
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/api/tickets/T%2F1%3Fx/moves",
      type: "application/json",
      body: '{"move":"dispatch","assignee":"王师傅"}',
    });
  });

  it("sends no body and no content type where there is nothing to say", async () => {
    answer = (_request, response) => response.writeHead(204).end();
    await expect(api.signOut()).resolves.toBeUndefined();
    expect(seen[0]).toMatchObject({ method: "DELETE", url: "/api/session", type: undefined, body: "" });
  });

  it("hands on the hub's problem with its cure", async () => {
    const problem = { code: "REASON_REQUIRED", detail: "sensor in alarm", cure: "Write the reason.", request: "r-1" };
    answer = (_request, response) => response.writeHead(422).end(JSON.stringify(problem));
    const error = await failure(api.move("T1", { move: "close" }));
    expect(error).toBeInstanceOf(ApiError);
    expect([error.status, error.problem, error.offline]).toEqual([422, problem, false]);
  });

  it("names a proxy's HTML page instead of choking on it", async () => {
    answer = (_request, response) => response.writeHead(502).end("<html>Bad gateway</html>");
    expect((await failure(api.gateways())).problem.code).toBe("CONSOLE_ANSWER");
    answer = (_request, response) => response.writeHead(200).end("<html>captive portal</html>");
    expect((await failure(api.gateways())).problem.code).toBe("CONSOLE_ANSWER");
  });

  it("says that it is offline when nobody answers", async () => {
    answer = (_request, response) => response.destroy();
    const error = await failure(api.gateways());
    expect([error.status, error.offline]).toEqual([0, true]);
  });

  it("reads a list page by page, with how many there are", async () => {
    answer = (_request, response) =>
      response
        .writeHead(200, { "x-total-count": "7", link: '</api/alerts?limit=1&cursor=abc>; rel="next"' })
        .end('[{"id":"A1"}]');
    const page = await client.list("/api/alerts", { query: { limit: 1, q: "井盖", area: undefined } });
    expect(page).toEqual({ rows: [{ id: "A1" }], total: 7, next: "abc" });
    expect(seen[0]?.url).toBe(`/api/alerts?limit=1&q=${encodeURIComponent("井盖")}`);
  });

  it("reads what is open to its end, page after page", async () => {
    answer = (request, response) => {
      const isLast = request.url?.includes("cursor=abc");
      const link = isLast ? {} : { link: '</api/gateways?limit=1000&cursor=abc>; rel="next"' };
      response.writeHead(200, link).end(isLast ? '[{"id":"gw-2"}]' : '[{"id":"gw-1"}]');
    };
    expect((await api.gateways()).map(({ id }) => id)).toEqual(["gw-1", "gw-2"]);
    expect(seen.map(({ url }) => url)).toEqual(["/api/gateways?limit=1000", "/api/gateways?limit=1000&cursor=abc"]);
  });

  it("sends each write with a key of its own, and the same one again only where no answer came", async () => {
    const keys = () => seen.map(({ key }) => key);
    answer = (_request, response) => response.destroy();
    await failure(api.acknowledge("A1"));
    answer = (_request, response) => response.writeHead(502).end("<html>Bad gateway</html>");
    await failure(api.acknowledge("A1"));
    answer = (_request, response) => response.end("{}");
    await api.acknowledge("A1");
    await api.acknowledge("A1");
    await api.acknowledge("A2");
    const [first, second, third, fourth, fifth] = keys();
    expect([second, third]).toEqual([first, first]);
    expect(new Set([first, fourth, fifth]).size).toBe(3);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
  });

  describe("at another network", () => {
    const refused = { code: "CONFIRM_REQUIRED", detail: "", cure: "", request: "" };
    let isConfirmed: boolean;

    beforeEach(() => {
      isConfirmed = false;
      answer = (_request, response) =>
        isConfirmed ? response.end("{}") : response.writeHead(403).end(JSON.stringify(refused));
    });

    it("asks once for all that waits, and sends each again when it is them", async () => {
      const shown: boolean[] = [];
      const stop = listenForConfirm(() => shown.push(isConfirmAsked()));
      const both = Promise.all([api.acknowledge("A1"), api.acknowledge("A2")]);
      await vi.waitFor(() => expect(seen).toHaveLength(2));
      await vi.waitFor(() => expect(isConfirmAsked()).toBe(true));
      isConfirmed = true;
      settleConfirm(true);
      await both;
      stop();
      const [first, second] = ["/api/alerts/A1/acknowledge", "/api/alerts/A2/acknowledge"];
      expect(seen.map(({ url }) => url).sort()).toEqual([first, first, second, second]);
      expect(shown).toEqual([true, false]);
    });

    it("hands on the refusal when they say no, and where nothing can ask", async () => {
      const stop = listenForConfirm(() => isConfirmAsked() && settleConfirm(false));
      expect((await failure(api.acknowledge("A1"))).problem.code).toBe("CONFIRM_REQUIRED");
      stop();
      expect((await failure(api.acknowledge("A1"))).problem.code).toBe("CONFIRM_REQUIRED");
      expect(seen).toHaveLength(2);
    });
  });

  it("hands on the tag of what it read, and sends it where it is given", async () => {
    answer = (_request, response) => response.writeHead(200, { etag: 'W/"t1"' }).end("{}");
    const { tag } = await client.read("/api/tickets/{id}", { path: { id: "T1" } });
    await client.post("/api/tickets/{id}/moves", { path: { id: "T1" }, body: { move: "admit" }, ifMatch: tag ?? "" });
    expect(seen.map(({ ifMatch }) => ifMatch)).toEqual([undefined, 'W/"t1"']);
    expect(seen[0]?.key).toBeUndefined();
  });
});
