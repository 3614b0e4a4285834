/** What one side of the line is known by: a certificate for TLS and a key that signs; and its card, which tells the other side. */
import "reflect-metadata";
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  webcrypto,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { Fault } from "../../../core/fault.ts";
import type { Bilingual } from "../../../core/point.ts";
import { writeSecret } from "../../enrolment/write-secret.ts";
import type { DistrictCard } from "../../rulebook/district.ts";
import { makeFolder } from "../../store/make-folder.ts";

x509.cryptoProvider.set(webcrypto as never);

export type Identity = {
  /** PEM. */
  key: string;
  cert: string;
  signingKey: KeyObject;
  tlsName: string;
  /** Nothing in it is secret. */
  card(name: Bilingual, url: string): DistrictCard;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const days = 20 * 365;
const dayMs = 86_400_000;

/** Reads the identity below `folder`, or makes it at the first start. Throws `SETTING_INVALID` for a damaged file. */
export async function openIdentity(folder: string, tlsName: string, now: number): Promise<Identity> {
  const file = join(folder, "identity.pem");
  makeFolder(folder);
  if (!existsSync(file)) writeSecret(file, await makeIdentity(tlsName, now));
  const [key, signing, cert] = blocksOf(readFileSync(file, "utf8"), file);
  const signingKey = createPrivateKey(signing as string);
  const publicKey = createPublicKey(signingKey).export({ type: "spki", format: "pem" }).toString();
  return {
    ...{ key: key as string, cert: cert as string, signingKey, tlsName },
    card: (name, url) => ({ name, url, tlsName, ca: cert as string, publicKey }),
  };
}

async function makeIdentity(tlsName: string, now: number): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString("hex"),
    name: `CN=${tlsName}`,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + days * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: tlsName }]),
    ],
  });
  const tlsKey = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  const signing = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  return `${tlsKey}\n${signing}\n${certificate.toString("pem")}\n`;
}

/** Two private keys and a certificate, in this order. */
function blocksOf(text: string, file: string): string[] {
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  if (blocks.length !== 3) throw new Fault("SETTING_INVALID", `${file} is damaged; restore it from the backup`);
  return blocks.map((block) => `${block}\n`);
}
