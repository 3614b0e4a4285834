/** For tests: a platform's API on loopback that answers as it is told, and remembers what it was asked. */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Asked = { method: string; path: string; headers: Record<string, string | undefined>; body: string };
/** `null`: it never answers. */
export type Answering = (asked: Asked) => Promise<PretendAnswer | null> | PretendAnswer | null;
export type PretendAnswer = { status?: number; body: unknown; location?: string };

export type PretendPlatform = { url: string; asked: Asked[]; answer: Answering };

/** Files in PEM (`certificates.ts`). */
export type TlsFiles = { cert: string; key: string };

/** With `tls` it speaks HTTPS. */
export async function pretendPlatform(answer: Answering, tls?: TlsFiles): Promise<PretendPlatform> {
  const platform: PretendPlatform = { url: "", asked: [], answer };
  const server = serverOf(async (request, response) => {
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
    const { status = 200, location } = answered;
    response.writeHead(status, { "content-type": "application/json", ...(location !== undefined && { location }) });
    response.end(typeof answered.body === "string" ? answered.body : JSON.stringify(answered.body));
  }, tls);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  platform.url = `http${tls ? "s" : ""}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return platform;
}

/** A server of HTTP, or with `tls` of HTTPS. */
export function serverOf(listener: RequestListener, tls?: TlsFiles) {
  if (tls === undefined) return createServer(listener);
  return createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, listener);
}
