/** For tests: a platform's API on loopback that answers as it is told, and remembers what it was asked. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Asked = { method: string; path: string; headers: Record<string, string | undefined>; body: string };
/** `null`: it never answers. */
export type Answering = (asked: Asked) => Promise<PretendAnswer | null> | PretendAnswer | null;
export type PretendAnswer = { status?: number; body: unknown };

export type PretendPlatform = { url: string; asked: Asked[]; answer: Answering };

export async function pretendPlatform(answer: Answering): Promise<PretendPlatform> {
  const platform: PretendPlatform = { url: "", asked: [], answer };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = request.headers as Asked["headers"];
    const asked = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers,
      body: Buffer.concat(parts).toString(),
    };
    platform.asked.push(asked);
    const answered = await platform.answer(asked);
    if (answered === null) return;
    response.writeHead(answered.status ?? 200, { "content-type": "application/json" });
    response.end(typeof answered.body === "string" ? answered.body : JSON.stringify(answered.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  platform.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return platform;
}
