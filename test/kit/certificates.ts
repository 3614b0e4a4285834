/** For tests: an authority of one's own, and servers it signs for. */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { tempFolder } from "./temp-folder.ts";

x509.cryptoProvider.set(webcrypto as never);

export type Signed = { ca: string; cert: string; key: string };
export type OwnAuthority = {
  /** PEM. */
  ca: string;
  /** PEM for a server of this address or name. */
  texts(host: string): Promise<Signed>;
  /** Files of it. */
  sign(host: string): Promise<Signed>;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const life = { notBefore: new Date(0), notAfter: new Date("2099-12-31") };
const number = () => `0${randomBytes(15).toString("hex")}1`;
const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

/** `own`: between which moments the authority itself is valid, for ever unless given. */
export async function ownAuthority(name: string, own: Partial<typeof life> = {}): Promise<OwnAuthority> {
  const keys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ ...life, ...own, serialNumber: number(), name: `CN=${name}`, signingAlgorithm: algorithm, keys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const texts = async (host: string) => {
    const { publicKey, privateKey } = await newKeys();
    const cert = await x509.X509CertificateGenerator.create({
      ...{ ...life, serialNumber: number(), subject: `CN=${host}`, issuer: root.subject, publicKey },
      ...{ signingKey: keys.privateKey, signingAlgorithm: algorithm },
      extensions: [
        new x509.SubjectAlternativeNameExtension([{ type: /^[\d.]+$/.test(host) ? "ip" : "dns", value: host }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    });
    const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", privateKey), "PRIVATE KEY");
    return { ca: root.toString("pem"), cert: cert.toString("pem"), key };
  };
  return { ca: root.toString("pem"), texts, sign: async (host) => keep(await texts(host)) };
}

function keep(texts: Signed): Signed {
  const folder = tempFolder();
  const file = (name: keyof typeof texts) => {
    writeFileSync(join(folder, `${name}.pem`), `${texts[name]}\n`);
    return join(folder, `${name}.pem`);
  };
  return { ca: file("ca"), cert: file("cert"), key: file("key") };
}
