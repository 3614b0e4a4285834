/** For tests: an authority of one's own, and servers it signs for. */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { tempFolder } from "./temp-folder.ts";

x509.cryptoProvider.set(webcrypto as never);

export type OwnAuthority = {
  /** PEM. */
  ca: string;
  /** Files in PEM for a server of this address or name. */
  sign(host: string): Promise<{ ca: string; cert: string; key: string }>;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const life = { notBefore: new Date(0), notAfter: new Date("2099-12-31") };
const number = () => `0${randomBytes(15).toString("hex")}1`;
const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

export async function ownAuthority(name: string): Promise<OwnAuthority> {
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ ...life, serialNumber: number(), name: `CN=${name}`, signingAlgorithm: algorithm, keys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  return {
    ca: own.toString("pem"),
    async sign(host) {
      const { publicKey, privateKey } = await newKeys();
      const cert = await x509.X509CertificateGenerator.create({
        ...{ ...life, serialNumber: number(), subject: `CN=${host}`, issuer: own.subject, publicKey },
        ...{ signingKey: keys.privateKey, signingAlgorithm: algorithm },
        extensions: [
          new x509.SubjectAlternativeNameExtension([{ type: /^[\d.]+$/.test(host) ? "ip" : "dns", value: host }]),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        ],
      });
      const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", privateKey), "PRIVATE KEY");
      return keep({ ca: own.toString("pem"), cert: cert.toString("pem"), key });
    },
  };
}

function keep(texts: { ca: string; cert: string; key: string }): { ca: string; cert: string; key: string } {
  const folder = tempFolder();
  const file = (name: keyof typeof texts) => {
    writeFileSync(join(folder, `${name}.pem`), `${texts[name]}\n`);
    return join(folder, `${name}.pem`);
  };
  return { ca: file("ca"), cert: file("cert"), key: file("key") };
}
