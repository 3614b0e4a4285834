/** The way to the hub, step by step: its name, TCP, TLS, and whether its broker lets this gateway in. */
import { X509Certificate } from "node:crypto";
import { lookup } from "node:dns/promises";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { generate, parser } from "mqtt-packet";
import type { TlsIdentity } from "../../uplink/connection.ts";
import { checkHubIdentity } from "../../uplink/hub-identity.ts";
import type { Finding } from "../finding.ts";

export type HubWay = {
  url: string;
  gateway: string;
  /** Null where the broker must not be asked: the running agent is connected under this name. */
  key: string | null;
  /** What the gateway enrolled with; null before it has. */
  tls: TlsIdentity | null;
  withinMs: number;
  /** Wall time, ms. */
  now: number;
};

const daySeconds = 86_400;
/** A certificate is renewed at a third of its life: with so few days left that has failed. */
const leastDays = 30;

export async function checkUplink(way: HubWay): Promise<Finding[]> {
  const { hostname, port: text, protocol } = new URL(way.url);
  const isTls = protocol === "mqtts:";
  const where = { host: hostname, port: Number(text || (isTls ? 8883 : 1883)) };
  const found = (code: Finding["code"], facts: Finding["facts"] = {}): Finding[] => [
    { check: "uplink", subject: `${where.host}:${where.port}`, code, facts: { ...where, ...facts } },
  ];
  if ((await lookup(hostname).catch(() => null)) === null) return found("dns-failed");
  const opened = await open(where, isTls ? (way.tls ?? "unknown") : null, way.withinMs);
  const own = isTls && way.tls !== null ? [way.tls.cert, way.tls.ca].map(endOf) : [];
  if ("failed" in opened)
    return [...certificateFindings(own, way.now, found), ...found(opened.failed, { detail: opened.detail })];
  try {
    if (isTls && way.tls === null) return found("not-enrolled");
    const dates = certificateFindings(
      [...own, ...(isTls ? [endOfPeer(opened.socket as TLSSocket)] : [])],
      way.now,
      found,
    );
    // Nobody lets it in with that: the broker's answer would say no more.
    if (dates.some(({ code }) => code === "certificate-over")) return dates;
    if (way.key === null) return [...dates, ...found("well", { detail: ` · ${hostname}` })];
    const answer = await askBroker(opened.socket, way.gateway, way.key, way.withinMs);
    return [...dates, ...brokerFindings(answer, found)];
  } finally {
    opened.socket.destroy();
  }
}

type Found = (code: Finding["code"], facts?: Finding["facts"]) => Finding[];
type Opened = { socket: Socket } | { failed: "hub-refused" | "hub-timeout" | "tls-failed"; detail: string };

/** `unknown`: over TLS, though nobody enrolled and no certificate can be held against another. */
function open(
  where: { host: string; port: number },
  tls: TlsIdentity | "unknown" | null,
  withinMs: number,
): Promise<Opened> {
  return new Promise((resolve) => {
    const socket =
      tls === null
        ? connectTcp(where)
        : connectTls({
            ...where,
            ...(tls === "unknown" ? { rejectUnauthorized: false } : { ...tls, checkServerIdentity: checkHubIdentity }),
          });
    const patience = setTimeout(() => end({ failed: "hub-timeout", detail: "" }), withinMs);
    const end = (opened: Opened) => {
      clearTimeout(patience);
      if ("failed" in opened) socket.destroy();
      resolve(opened);
    };
    socket.once(tls === null ? "connect" : "secureConnect", () => end({ socket }));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const isTcp = tls === null || error.syscall === "connect";
      const isSlow = error.code === "ETIMEDOUT" || error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH";
      const failed = isSlow ? "hub-timeout" : isTcp ? "hub-refused" : "tls-failed";
      end({ failed, detail: error.code ?? error.message });
    });
  });
}

function endOf(pem: string): number {
  return new X509Certificate(pem).validToDate.getTime();
}

function endOfPeer(socket: TLSSocket): number {
  return Date.parse(socket.getPeerCertificate().valid_to);
}

/** Of the gateway's own certificate, its hub's authority and the hub's: the first to end. */
function certificateFindings(ends: readonly number[], now: number, found: Found): Finding[] {
  const end = Math.min(...ends);
  if (!Number.isFinite(end)) return [];
  const date = new Date(end).toISOString().slice(0, 10);
  if (end < now) return found("certificate-over", { date });
  return end - now < leastDays * daySeconds * 1000 ? found("certificate-ends", { date }) : [];
}

/** [MQTT 3.1.1 §3.2.2.3] the return code of CONNACK; null when none came in time. */
function askBroker(socket: Socket, gateway: string, key: string, withinMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => resolve(null), withinMs);
    const end = (code: number | null) => {
      clearTimeout(patience);
      resolve(code);
    };
    const read = parser({ protocolVersion: 4 });
    read.on("packet", (packet) => {
      if (packet.cmd === "connack") end(packet.returnCode ?? null);
    });
    socket.on("data", (bytes: Buffer) => read.parse(bytes));
    socket.once("close", () => end(null));
    const hello = { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clean: true, keepalive: 10 } as const;
    socket.write(generate({ ...hello, clientId: gateway, username: gateway, password: Buffer.from(key) }));
  });
}

/** [MQTT 3.1.1 §3.2.2.3] 4 bad name or key, 5 not authorized. */
function brokerFindings(answer: number | null, found: Found): Finding[] {
  if (answer === 0) return found("well", { detail: "" });
  return answer === 4 || answer === 5 ? found("key-refused") : found("hub-silent", { seconds: 5 });
}
