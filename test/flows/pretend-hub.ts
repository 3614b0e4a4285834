/** For tests: what the flows see of a hub, over real HTTP: streams that the test feeds, and every write in order. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Written = { method: string; path: string; body: unknown };

export type PretendHub = {
  url: string;
  /** Says an event on a stream; what is said before anybody listens waits. */
  say(path: string, event: string, data: unknown): void;
  /** What a request is answered from now on. */
  answer(method: string, path: string, body: unknown): void;
  /** The next request that writes. */
  written(withinMs?: number): Promise<Written>;
  /** Requests nobody foresaw. */
  strange: string[];
  tokens: Set<string>;
};

export async function pretendHub(): Promise<PretendHub> {
  const answers = new Map<string, unknown>();
  const streams = new Map<string, { open: Set<ServerResponse>; waiting: string[] }>();
  const [written, strange, tokens]: [Written[], string[], Set<string>] = [[], [], new Set()];
  let arrived = Promise.withResolvers<void>();

  const streamOf = (path: string) => {
    const stream = streams.get(path) ?? { open: new Set(), waiting: [] };
    streams.set(path, stream);
    return stream;
  };
  const listen = (path: string, response: ServerResponse) => {
    const stream = streamOf(path);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(stream.waiting.splice(0).join("") || ": here\n\n");
    stream.open.add(response);
    response.on("close", () => stream.open.delete(response));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const [method, path] = [request.method ?? "", request.url ?? ""];
    tokens.add(request.headers.authorization ?? "");
    if (request.headers.accept?.includes("text/event-stream")) return listen(path, response);
    const body = await bodyOf(request);
    if (method !== "GET") {
      written.push({ method, path, body });
      arrived.resolve();
    }
    const known = answers.get(`${method} ${path}`);
    if (method === "GET" && known === undefined) strange.push(`${method} ${path}`);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(known ?? {}));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say(path, event, data) {
      const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      const stream = streamOf(path);
      if (stream.open.size === 0) stream.waiting.push(text);
      for (const response of stream.open) response.write(text);
    },
    answer: (method, path, body) => void answers.set(`${method} ${path}`, body),
    async written(withinMs = 15_000) {
      const late = AbortSignal.timeout(withinMs);
      while (written.length === 0) {
        await Promise.race([arrived.promise, new Promise((resolve) => late.addEventListener("abort", resolve))]);
        if (late.aborted) throw new Error("the flows wrote nothing");
        arrived = Promise.withResolvers();
      }
      return written.shift() as Written;
    },
    ...{ strange, tokens },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? null : JSON.parse(text);
}
