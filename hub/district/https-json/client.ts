/** Asks the other side over mutual TLS, every request signed. */
import { Agent, request } from "node:https";
import { Fault } from "../../../core/fault.ts";
import type { DistrictCard } from "../../rulebook/district.ts";
import type { Identity } from "./identity.ts";
import { signatureOf } from "./signature.ts";

export type Answer = { status: number; body: unknown };

export type Client = {
  /**
   * A body that is bytes goes as it is, anything else as JSON. Throws `DISTRICT_UNREACHABLE` for a line or a server that
   * fails and `DISTRICT_REFUSED` for a side that does not know the other; any other answer is the caller's to read.
   */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): void;
};

const patienceMs = 30_000;
const longestAnswer = 16 * 1024 * 1024;

export function openClient(card: DistrictCard, identity: Identity, clock: () => number): Client {
  const { key, cert, signingKey } = identity;
  const tls = { key, cert, ca: card.ca, servername: card.tlsName };
  const kept = new Agent({ keepAlive: true, maxSockets: 8, ...tls });
  const fresh = new Agent(tls);
  const base = new URL(card.url);
  const sendBy = (agent: Agent, method: string, path: string, body: unknown) => {
    const bytes = bytesOf(body);
    const whole = base.pathname.replace(/\/$/, "") + path;
    const headers = {
      ...signatureOf({ method, path: whole, body: bytes }, signingKey, clock()),
      "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
      "content-length": bytes.length,
    };
    return send({ agent, method, path: whole, headers, host: base.hostname, port: base.port || 443 }, bytes);
  };
  return {
    // The other side lets a kept connection go when it likes, also while it is about to be used: once more by a new one.
    ask: async (...wish) =>
      judged(
        await sendBy(kept, ...wish).catch((error) => (wasOver(error) ? sendBy(fresh, ...wish) : Promise.reject(error))),
      ),
    close() {
      kept.destroy();
      fresh.destroy();
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(body === undefined ? "" : JSON.stringify(body));
}

/** What the TLS handshake says when certificate or name are not those of the card. */
const stranger = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|HANDSHAKE_FAILURE|TLSV1?_ALERT|SSL_ALERT/i;

function send(options: object, bytes: Uint8Array): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const failed = (error: NodeJS.ErrnoException) => {
    const code = stranger.test(error.code ?? "") ? "DISTRICT_REFUSED" : "DISTRICT_UNREACHABLE";
    reject(error instanceof Fault ? error : new Fault(code, error.message || String(error.code), { cause: error }));
  };
  const sent = request({ ...options, timeout: patienceMs }, (response) => {
    const parts: Buffer[] = [];
    let length = 0;
    response.on("data", (part: Buffer) => {
      length += part.length;
      if (length > longestAnswer) sent.destroy(new Fault("DISTRICT_UNREACHABLE", "its answer is absurdly long"));
      else parts.push(part);
    });
    response.on("error", failed);
    response.on("end", () => resolve({ status: response.statusCode ?? 0, body: documentOf(Buffer.concat(parts)) }));
  });
  sent.on("timeout", () => sent.destroy(new Fault("DISTRICT_UNREACHABLE", `no answer for ${patienceMs / 1000} s`)));
  sent.on("error", (error) => failed(sent.reusedSocket ? Object.assign(error, { wasKept: true }) : error));
  sent.end(bytes);
  return promise;
}

function wasOver({ cause }: Error): boolean {
  const { code, wasKept } = (cause ?? {}) as { code?: string; wasKept?: boolean };
  return wasKept === true && (code === "ECONNRESET" || code === "EPIPE");
}

function documentOf(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? null : JSON.parse(bytes.toString());
  } catch {
    return bytes.toString().slice(0, 200);
  }
}

function judged(answer: Answer): Answer {
  const { status, body } = answer;
  const said = `it answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  if (status >= 500 || status === 429 || status === 408) throw new Fault("DISTRICT_UNREACHABLE", said);
  if (status === 401 || status === 403) throw new Fault("DISTRICT_REFUSED", said);
  return answer;
}
