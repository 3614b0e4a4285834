/** The hub's own certificate authority: signs the certificates of gateways and that of its own broker. */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { hubCommonName } from "../../core/enrolment.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { makeFolder } from "../store/make-folder.ts";
import { writeSecret } from "./write-secret.ts";

x509.cryptoProvider.set(webcrypto as never);

export type Issued = { certificate: string; fingerprint: string; publicKey: string; expiresAt: number };

export type Authority = {
  /** PEM, what every gateway trusts. */
  certificate: string;
  /** Throws `ENROLMENT_REFUSED` for what is no sound request. */
  issue(csr: string, gateway: GatewayId, now: number): Promise<Issued>;
  /** SHA-256 (hex) of the public key of a sound request: who asks holds its private half. Throws `ENROLMENT_REFUSED`. */
  publicKeyOf(csr: string): Promise<string>;
  /** The broker's own, for this run. PEM. */
  brokerIdentity(now: number): Promise<{ key: string; cert: string }>;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
const caDays = 20 * 365;
const gatewayDays = 2 * 365;
/** A gateway whose clock stands at 1970 has to be able to come in, if only to learn the time. */
const always = new Date(0);

/** Reads the authority below `folder`, or makes it at the first start. A power cut leaves a whole pair or none. */
export async function openAuthority(folder: string, now: number): Promise<Authority> {
  const file = join(folder, "authority.pem");
  makeFolder(folder);
  if (!existsSync(file)) writeSecret(file, await makePair(now));
  const text = readFileSync(file, "utf8");
  const ca = new x509.X509Certificate(blockOf(text, "CERTIFICATE"));
  const keys = { privateKey: await readKey(blockOf(text, "PRIVATE KEY")), publicKey: await ca.publicKey.export() };

  function sign(subject: string, publicKey: x509.PublicKeyType, days: number, use: string, now: number) {
    return x509.X509CertificateGenerator.create({
      serialNumber: randomBytes(16).toString("hex"),
      subject: `CN=${subject}`,
      issuer: ca.subject,
      notBefore: always,
      notAfter: new Date(now + days * dayMs),
      signingAlgorithm: algorithm,
      publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([use]),
      ],
    });
  }

  return {
    certificate: ca.toString("pem"),
    async issue(csr, gateway, now) {
      const request = await soundRequest(csr);
      const made = await sign(gateway, request.publicKey, gatewayDays, x509.ExtendedKeyUsage.clientAuth, now);
      return {
        certificate: made.toString("pem"),
        fingerprint: hex(await made.getThumbprint("SHA-256")),
        publicKey: hex(await request.publicKey.getThumbprint("SHA-256")),
        expiresAt: made.notAfter.getTime(),
      };
    },
    async publicKeyOf(csr) {
      return hex(await (await soundRequest(csr)).publicKey.getThumbprint("SHA-256"));
    },
    async brokerIdentity(now) {
      const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
      const made = await sign(hubCommonName, pair.publicKey, caDays, x509.ExtendedKeyUsage.serverAuth, now);
      return { key: await pemOf(pair.privateKey), cert: made.toString("pem") };
    },
  };
}

async function makePair(now: number): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString("hex"),
    name: `CN=Lilong ${randomBytes(4).toString("hex")}`,
    notBefore: always,
    notAfter: new Date(now + caDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return `${await pemOf(keys.privateKey)}\n${ca.toString("pem")}\n`;
}

async function soundRequest(csr: string): Promise<x509.Pkcs10CertificateRequest> {
  try {
    const request = new x509.Pkcs10CertificateRequest(csr);
    const { name, namedCurve } = request.publicKey.algorithm as { name: string; namedCurve?: string };
    if (name === algorithm.name && namedCurve === algorithm.namedCurve && (await request.verify())) return request;
  } catch (cause) {
    throw new Fault("ENROLMENT_REFUSED", `the certificate request cannot be read (${(cause as Error).message})`, {
      cause,
    });
  }
  throw new Fault("ENROLMENT_REFUSED", "the certificate request is not signed by its own P-256 key");
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(pem), algorithm, false, ["sign"]);
}

function blockOf(text: string, name: string): string {
  const [block] = new RegExp(`-----BEGIN ${name}-----[\\s\\S]+?-----END ${name}-----`).exec(text) ?? [];
  if (block === undefined)
    throw new Fault("SETTING_INVALID", `the authority's file holds no ${name}; restore it from the backup`);
  return block;
}

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString("hex");
}
