/** How a gateway and its hub come to trust each other over any line: both know a one-time code, which neither ever sends. */
import { createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import Type from "typebox";
import { Fault } from "./fault.ts";
import { GatewayId } from "./id.ts";

/** CN of the hub's own certificate at its broker; no gateway may be called so. */
export const hubCommonName = "lilong-hub";

/** [Crockford base32] without I, L, O and U: nothing that is misread from a screen or a sheet. */
export const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codeLength = 16;
const handleLength = 4;

/** The handle names the code openly; the secret, 60 bits, never leaves either side. */
export type Code = { handle: string; secret: string };

const strict = { additionalProperties: false };
const pem = Type.String({ minLength: 1, maxLength: 8192 });
const Seal = Type.String({ pattern: "^[0-9a-f]{64}$", description: "HMAC-SHA256 under the code's key" });

export const EnrolRequest = Type.Object(
  { handle: Type.String({ pattern: `^[${codeAlphabet}]{${handleLength}}$` }), csr: pem, seal: Seal },
  strict,
);
export type EnrolRequest = Type.Static<typeof EnrolRequest>;

export const EnrolAnswer = Type.Object(
  {
    gateway: GatewayId,
    certificate: pem,
    ca: pem,
    mqttsPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
    seal: Seal,
  },
  strict,
);
export type EnrolAnswer = Type.Static<typeof EnrolAnswer>;

/** What a gateway gets for the request it enrolled with, towards the end of its certificate. */
export const RenewAnswer = Type.Object({ certificate: pem }, strict);
export type RenewAnswer = Type.Static<typeof RenewAnswer>;

/** As people type it: groups, small letters, o for 0 and i or l for 1. Throws `ENROLMENT_REFUSED`. */
export function parseCode(text: string): Code {
  const plain = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (plain.length !== codeLength || [...plain].some((letter) => !codeAlphabet.includes(letter)))
    throw new Fault("ENROLMENT_REFUSED", `a code has ${codeLength} letters and digits`);
  return { handle: plain.slice(0, handleLength), secret: plain.slice(handleLength) };
}

/** `ABCD-EFGH-JKMN-PQRS` */
export function shownCode({ handle, secret }: Code): string {
  return (handle + secret).replace(/(.{4})(?!$)/g, "$1-");
}

/** Slow on purpose [OWASP: PBKDF2-HMAC-SHA256, 600,000]: a seal that was overheard gives no code. Hex of 32 bytes. */
export function keyOfCode({ handle, secret }: Code): Promise<string> {
  return new Promise((done, failed) => {
    pbkdf2(secret, `lilong enrolment ${handle}`, 600_000, 32, "sha256", (error, key) =>
      error === null ? done(key.toString("hex")) : failed(error),
    );
  });
}

/** What each side seals: the words say which way it goes, so that no answer can be played back as a request. */
export const sealed = {
  request: ({ handle, csr }: Omit<EnrolRequest, "seal">) => ["lilong request", handle, csr],
  answer: ({ gateway, certificate, ca, mqttsPort }: Omit<EnrolAnswer, "seal">) => [
    ...["lilong answer", gateway, certificate, ca],
    String(mqttsPort),
  ],
};

export function sealOf(key: string, parts: readonly string[]): string {
  return createHmac("sha256", Buffer.from(key, "hex")).update(JSON.stringify(parts)).digest("hex");
}

/** In constant time. */
export function isSealed(key: string, parts: readonly string[], seal: string): boolean {
  const [own, other] = [Buffer.from(sealOf(key, parts)), Buffer.from(seal)];
  return own.length === other.length && timingSafeEqual(own, other);
}
