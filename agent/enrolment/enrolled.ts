/** What makes this gateway one of its hub's: a key that never leaves it, the certificate for it, and whom it trusts. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { Low } from "lowdb";
import {
  type EnrolAnswer,
  EnrolAnswer as EnrolAnswerSchema,
  isSealed,
  keyOfCode,
  parseCode,
  RenewAnswer,
  sealed,
  sealOf,
} from "../../core/enrolment.ts";
import { Fault } from "../../core/fault.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import { ask } from "./ask.ts";
import { type Enrolled, isDue } from "./kept.ts";

x509.cryptoProvider.set(webcrypto as never);

export type EnrolWish = {
  /** The hub's HTTP address. */
  hub: string;
  code: string;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/**
 * Asks the hub for a certificate and keeps it. The key and the request are on the disk before they are sent, so that
 * after a power cut the same request gets the same answer. Throws `ENROLMENT_REFUSED`, `ENROLMENT_OVER`,
 * `HUB_UNREACHABLE`, `HUB_FOREIGN` or `DISK_FAILED`.
 */
export async function enrol(folder: string, { hub, code }: EnrolWish, report: Report, disk?: Disk): Promise<Enrolled> {
  const parsed = parseCode(code);
  const file = new Low<Enrolled>(stateFile(join(folder, "enrolled.json"), report, disk), await blank());
  await file.read();
  if (file.data.csr === "") {
    file.data = { ...file.data, csr: await requestOf(file.data.key) };
    await file.write();
  }
  const { csr } = file.data;
  const key = await keyOfCode(parsed);
  const request = { handle: parsed.handle, csr };
  const question = { ...request, seal: sealOf(key, sealed.request(request)) };
  const plain = await ask(hub, "/api/enrol", question, EnrolAnswerSchema);
  if (!isSealed(key, sealed.answer(plain), plain.seal))
    throw new Fault("ENROLMENT_REFUSED", `${hub} does not know this code: it is not the hub that gave it`);
  file.data = { ...file.data, ...keptOf(plain, hub) };
  await file.write();
  return file.data;
}

function keptOf({ gateway, certificate, ca, mqttsPort }: EnrolAnswer, hub: string) {
  const { hostname } = new URL(hub);
  return { gateway, certificate, ca, url: `mqtts://${hostname}:${mqttsPort}`, hub };
}

/** The gateway's own key (PEM), made when it is first needed: it signs before any hub was there. */
export async function gatewayKey(folder: string, report: Report, disk?: Disk): Promise<string> {
  const file = new Low<Enrolled>(stateFile(join(folder, "enrolled.json"), report, disk), await blank());
  const isNew = (await stateFile<Enrolled>(join(folder, "enrolled.json"), report, disk).read()) === null;
  await file.read();
  if (isNew) await file.write();
  return file.data.key;
}

/**
 * Asks for a fresh certificate when a third of the life of this one is left; null while it is too early. What is no better
 * than the one that is there never takes its place. Throws `HUB_UNREACHABLE`, `HUB_FOREIGN`, `CERTIFICATE_REFUSED`,
 * `CLOCK_DISAGREES` or `DISK_FAILED`.
 */
export async function renewIfDue(folder: string, now: number, report: Report, disk?: Disk): Promise<Enrolled | null> {
  const file = new Low<Enrolled>(stateFile(join(folder, "enrolled.json"), report, disk), await blank());
  await file.read();
  const { certificate, csr, hub } = file.data;
  if (certificate === "" || !isDue(certificate, now)) return null;
  const { certificate: fresh } = await ask(hub, "/api/enrol/renew", { csr }, RenewAnswer);
  await checkFresh(fresh, file.data, now);
  file.data = { ...file.data, certificate: fresh };
  await file.write();
  return file.data;
}

/** Throws `CERTIFICATE_REFUSED` for what is not this gateway's or not its hub's, `CLOCK_DISAGREES` for what ends too soon. */
async function checkFresh(pem: string, { key, gateway, ca }: Enrolled, now: number): Promise<void> {
  const refused = (why: string) => new Fault("CERTIFICATE_REFUSED", `the fresh certificate of "${gateway}" ${why}`);
  const fresh = readCertificate(pem);
  if (fresh === null) throw refused("cannot be read");
  const own = await crypto.subtle.exportKey("spki", (await keysOf(key)).publicKey);
  if (!Buffer.from(own).equals(Buffer.from(fresh.publicKey.rawData))) throw refused("is of another key");
  if (fresh.subject !== `CN=${gateway}`) throw refused(`is that of "${fresh.subject}"`);
  const { publicKey } = new x509.X509Certificate(ca);
  if (!(await fresh.verify({ publicKey, signatureOnly: true })))
    throw refused("is not signed by the hub it enrolled at");
  if (isDue(pem, now))
    throw new Fault("CLOCK_DISAGREES", `by this clock the fresh certificate ends ${fresh.notAfter.toISOString()}`);
}

function readCertificate(pem: string): x509.X509Certificate | null {
  try {
    return new x509.X509Certificate(pem);
  } catch {
    return null;
  }
}

async function blank(): Promise<Enrolled> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", pair.privateKey), "PRIVATE KEY");
  return { key, csr: "", gateway: "", certificate: "", ca: "", url: "", hub: "" };
}

async function requestOf(pem: string): Promise<string> {
  const keys = await keysOf(pem);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: "CN=gateway",
    keys,
    signingAlgorithm: algorithm,
  });
  return request.toString("pem");
}

async function keysOf(pem: string) {
  const privateKey = await crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(pem), algorithm, true, [
    "sign",
  ]);
  const { d: _d, key_ops: _ops, ...jwk } = await crypto.subtle.exportKey("jwk", privateKey);
  const publicKey = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["verify"]);
  return { privateKey, publicKey };
}
