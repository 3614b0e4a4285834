/** `lilong-agent verify`: whether an acceptance record is as it was signed, and by whose key. */
import { createPublicKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import Type from "typebox";
import { Value } from "typebox/value";
import { Fault } from "../../core/fault.ts";
import { fingerprintOf, isSound, type SignedRecord } from "./record.ts";

/** Empty where it is not given. `certificate` and `ca` are PEM files, `key` a fingerprint as people compare it. */
export type VerifyWish = { path: string; key: string; certificate: string; ca: string };

/** Anybody can make a key of his own: a signature alone proves that nothing was changed since, not who signed. */
const whose =
  "whose key that is, only comparing it proves: at the gateway `lilong-agent install show` prints its own; then add --key FINGERPRINT";

const Content = Type.Object({
  id: Type.String(),
  gateway: Type.Object({ id: Type.String(), title: Type.String() }),
  at: Type.Integer({ minimum: 0, maximum: 8.64e15 }),
  devices: Type.Array(Type.Unknown()),
});

/** Throws `INPUT_INVALID` for what is no record, no certificate or no fingerprint. */
export async function runVerify(wish: VerifyWish): Promise<{ text: string; isSound: boolean }> {
  const { path } = wish;
  const signed = await readRecord(path);
  const refused = (why: string) => ({ text: `${plain(path)}: NOT VALID, ${why}\n`, isSound: false });
  if (!isSound(signed)) return refused("it was changed after it was signed");
  const { id, gateway, devices, at } = contentOf(signed, path);
  const key = fingerprintOf(signed.publicKey);
  const doubts = [doubtOfKey(wish, key), await doubtOfCertificate(wish, signed)].find((doubt) => doubt !== null);
  if (doubts !== undefined) return refused(`${doubts}: it is signed with ${key}`);
  const isProved = wish.key !== "" || wish.certificate !== "";
  const lines = [
    `${path}: ${isProved ? "valid, signed by the key that was named" : "unchanged since it was signed"}`,
    `record ${id} of ${gateway.id} (${gateway.title})`,
    `${devices.length} sensors, ${new Date(at).toISOString()}`,
    `key ${key}`,
    ...(isProved ? [] : [whose]),
  ];
  return { text: lines.map((line) => `${plain(line)}\n`).join(""), isSound: true };
}

function contentOf({ text }: SignedRecord, path: string) {
  const content = parse(text);
  if (!Value.Check(Content, content)) throw new Fault("INPUT_INVALID", `what ${path} signs is no acceptance record`);
  return content;
}

function doubtOfKey({ key }: VerifyWish, found: string): string | null {
  const wished = key.replace(/[\s:-]/g, "").toLowerCase();
  if (key !== "" && !/^[0-9a-f]{32}$/.test(wished))
    throw new Fault("INPUT_INVALID", `--key "${plain(key)}" is no fingerprint of 32 digits, such as ${found}`);
  return key === "" || wished === found.replaceAll(" ", "") ? null : "another key signed it";
}

async function doubtOfCertificate({ certificate, ca }: VerifyWish, signed: SignedRecord): Promise<string | null> {
  if (certificate === "") {
    if (ca !== "") throw new Fault("INPUT_INVALID", "--ca needs --certificate, the gateway's own");
    return null;
  }
  const own = await readCertificate(certificate, "--certificate");
  if (!own.publicKey.equals(createPublicKey(signed.publicKey))) return "it is not the key of this certificate";
  const authority = ca === "" ? null : await readCertificate(ca, "--ca");
  return authority === null || own.verify(authority.publicKey) ? null : "this authority did not sign the certificate";
}

async function readCertificate(path: string, option: string): Promise<X509Certificate> {
  try {
    return new X509Certificate(await readFile(path));
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `${option} "${path}" is no certificate (${(cause as Error).message})`, { cause });
  }
}

async function readRecord(path: string): Promise<SignedRecord> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new Fault("INPUT_INVALID", `${path} cannot be read (${cause.message})`, { cause });
  });
  const { text: content, signature, publicKey } = (parse(text) ?? {}) as Record<keyof SignedRecord, unknown>;
  if (typeof content === "string" && typeof signature === "string" && typeof publicKey === "string")
    return { text: content, signature, publicKey };
  throw new Fault("INPUT_INVALID", `${path} is no acceptance record`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The record is a stranger's: nothing in it may steer a terminal. */
function plain(words: string): string {
  return words.replace(/\p{C}+/gu, " ");
}
