/** Opens a socket to a broker, with TLS or without. */
import { connect, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from "node:tls";
import { Fault } from "../../../../core/fault.ts";
import { tlsOptions } from "../tls.ts";

export type Address = { host: string; port: number; isTls: boolean };

const usualPort = { "pulsar:": 6650, "pulsar+ssl:": 6651 };

/** Throws `LINE_DOWN` for what is none. */
export function readAddress(url: string): Address {
  const [, scheme = "", host = "", port = ""] =
    /^(pulsar(?:\+ssl)?:)\/\/([^/?#@\s:]+|\[[\da-f:.]+\])(?::(\d{1,5}))?\/?$/i.exec(url) ?? [];
  const isTls = scheme.toLowerCase() === "pulsar+ssl:";
  if (host === "") throw new Fault("LINE_DOWN", `"${url}" is no address of a broker`);
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return { host: bare, port: Number(port || usualPort[isTls ? "pulsar+ssl:" : "pulsar:"]), isTls };
}

export type SocketOptions = {
  ca?: string;
  /** The address that people entered: a broker found by it may show its certificate. */
  known: string;
};

/** Not connected yet; `ready` is the event that tells. */
export function openSocket({ host, port, isTls }: Address, { ca, known }: SocketOptions) {
  if (!isTls) return { socket: connect({ host, port, noDelay: true }), ready: "connect" };
  const check = (name: string, certificate: PeerCertificate) => identityOf([host || name, known], certificate);
  const socket: Socket = connectTls({ host, port, ...tlsOptions(host, ca), checkServerIdentity: check });
  socket.setNoDelay(true);
  return { socket, ready: "secureConnect" };
}

/** Undefined where it is for one of the names; else why it is not for the first. */
function identityOf(names: string[], certificate: PeerCertificate): Error | undefined {
  const found = names.map((name) => checkServerIdentity(name, certificate));
  return found.some((error) => error === undefined) ? undefined : found[0];
}
